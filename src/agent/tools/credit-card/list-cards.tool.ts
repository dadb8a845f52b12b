import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { toPublicCard } from './name-card';
import { phraseCards } from './phrase-readings';
import { toRefusal } from './to-tool-result';

const OPERATION = 'list_cards';

@Injectable()
export class ListCardsTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description: "Tells the caller's own credit cards with network, last four digits and state.",
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(_input: object, { card: context }: ToolContext): Promise<ToolResult> {
    const outcome = await this.creditCards.listCards(context);
    if (outcome.status === 'denied') return toRefusal(outcome);
    return { status: 'listed', output: { cards: outcome.cards.map(toPublicCard) }, say: phraseCards(outcome.cards) };
  }
}
