import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { CARD_NETWORKS, type CardNetwork, type ProposeBlockOutcome } from '../../../credit-card/credit-card.types';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import {
  phraseAlreadyBlocked,
  phraseBlockQuestion,
  phraseChoice,
  phraseDenied,
  phraseNoSuchCard,
  toPublicCard,
} from './phrase-cards';

interface BlockCardInput {
  readonly last_four?: string;
  readonly network?: CardNetwork;
}

/** Proposes and asks. The act itself happens only in a later turn, on the caller's own yes, and not through a model. */
@Injectable()
export class BlockCardTool extends Tool {
  readonly definition = {
    name: 'block_card',
    description:
      "Starts blocking one of the caller's credit cards. The server finds the card and asks the caller for " +
      'confirmation. Give last_four and network only if the caller said them.',
    inputSchema: {
      type: 'object',
      properties: {
        last_four: {
          type: 'string',
          pattern: '^[0-9]{4}$',
          description: 'Last four digits of the card, as the caller said them.',
        },
        network: { type: 'string', enum: CARD_NETWORKS, description: 'Network of the card, as the caller said it.' },
      },
      additionalProperties: false,
    },
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run({ last_four: lastFour, network }: BlockCardInput, context: ToolContext): Promise<ToolResult> {
    return toToolResult(await this.creditCards.proposeBlock({ context: context.card, lastFour, network }));
  }
}

function toToolResult(outcome: ProposeBlockOutcome): ToolResult {
  const { status } = outcome;
  switch (status) {
    case 'proposed': {
      const { card } = outcome.pendingAction;
      return { status, output: { card: toPublicCard(card) }, say: phraseBlockQuestion(card) };
    }
    case 'already_blocked':
      return { status, output: { card: toPublicCard(outcome.card) }, say: phraseAlreadyBlocked(outcome.card) };
    case 'choice_needed':
      return { status, output: { cards: outcome.cards.map(toPublicCard) }, say: phraseChoice(outcome.cards) };
    case 'no_such_card':
      return { status, output: { cards: outcome.cards.map(toPublicCard) }, say: phraseNoSuchCard(outcome.cards) };
    case 'denied':
      return { status, output: { next_step: outcome.nextStep }, say: phraseDenied(outcome) };
  }
}
