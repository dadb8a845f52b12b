import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_SCHEMA, type CardInput, toCardDescription } from './card-description';
import { toProposalResult } from './to-tool-result';

const OPERATION = 'block_card';

/** Proposes and asks. The act itself happens only in a later turn, on the caller's own yes, and not through a model. */
@Injectable()
export class BlockCardTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      "Starts blocking one of the caller's credit cards: it stops at once, and the block can be lifted later. The server finds the card and asks the caller for " +
      'confirmation. Give last_four and network only if the caller said them.',
    inputSchema: CARD_SCHEMA,
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(input: CardInput, { card: context }: ToolContext): Promise<ToolResult> {
    const request = { context, operation: OPERATION, ...toCardDescription(input) } as const;
    return toProposalResult(OPERATION, await this.creditCards.propose(request));
  }
}
