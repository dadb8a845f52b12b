import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_PROPERTIES, type CardInput, toCardDescription } from './card-description';
import { toProposalResult } from './to-tool-result';

const OPERATION = 'dispute_transaction';

interface DisputeInput extends CardInput {
  readonly merchant?: string;
  /** Dollars. */
  readonly amount?: number;
}

/** Proposes and asks. The act itself happens only in a later turn, on the caller's own yes, and not through a model. */
@Injectable()
export class DisputeTransactionTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      "Starts a dispute about one charge on one of the caller's credit cards. The server finds the charge by merchant " +
      'and amount and asks the caller for confirmation. Give only what the caller said.',
    inputSchema: {
      type: 'object',
      properties: {
        merchant: { type: 'string', maxLength: 80, description: 'Where the charge was made, as the caller said it.' },
        amount: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000, description: 'Amount in dollars.' },
        ...CARD_PROPERTIES,
      },
      additionalProperties: false,
    },
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run({ merchant, amount, ...input }: DisputeInput, { card: context }: ToolContext): Promise<ToolResult> {
    const amountCents = amount === undefined ? undefined : Math.round(amount * 100);
    const transaction = { merchant, amountCents };
    const request = { context, operation: OPERATION, transaction, ...toCardDescription(input) } as const;
    return toProposalResult(OPERATION, await this.creditCards.propose(request));
  }
}
