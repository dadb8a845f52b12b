import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_PROPERTIES, type CardInput, toCardDescription } from './card-description';
import { toProposalResult } from './to-tool-result';

const OPERATION = 'report_card_lost';

interface LossInput extends CardInput {
  readonly reason: 'lost' | 'stolen';
}

/** Proposes and asks. The act itself happens only in a later turn, on the caller's own yes, and not through a model. */
@Injectable()
export class ReportCardLostTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      "Starts cancelling one of the caller's credit cards for good, because it was lost or stolen, and ordering a new one. " +
      'The server finds the card and asks the caller for confirmation. When the caller only wants the card stopped, ' +
      'use block_card. Give last_four and network only if the caller said them.',
    inputSchema: {
      type: 'object',
      properties: {
        reason: { type: 'string', enum: ['lost', 'stolen'], description: 'What happened to the card.' },
        ...CARD_PROPERTIES,
      },
      required: ['reason'],
      additionalProperties: false,
    },
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run({ reason, ...input }: LossInput, { card: context }: ToolContext): Promise<ToolResult> {
    const request = { context, operation: OPERATION, reason, ...toCardDescription(input) } as const;
    return toProposalResult(OPERATION, await this.creditCards.propose(request));
  }
}
