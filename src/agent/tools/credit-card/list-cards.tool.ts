import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { phraseDenied, toPublicCard } from './phrase-cards';

@Injectable()
export class ListCardsTool extends Tool {
  readonly definition = {
    name: 'list_cards',
    description: "Lists the caller's own credit cards with network, last four digits and state.",
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(_input: object, context: ToolContext): Promise<ToolResult> {
    const outcome = await this.creditCards.listCards(context.card);
    switch (outcome.status) {
      case 'listed':
        return { status: 'listed', output: { cards: outcome.cards.map(toPublicCard) } };
      case 'denied':
        return { status: 'denied', output: { next_step: outcome.nextStep }, say: phraseDenied(outcome) };
    }
  }
}
