import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_SCHEMA, type CardInput, toCardDescription } from './card-description';
import { toPublicCard } from './name-card';
import { phraseNoReplacement, phraseReplacement, toPublicReplacement } from './phrase-readings';
import { toRefusal } from './to-tool-result';

const OPERATION = 'get_replacement_status';

@Injectable()
export class GetReplacementStatusTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      'Tells how far a new card is that was ordered in place of a lost, stolen or damaged one. Give last_four and network only if the caller said them.',
    inputSchema: CARD_SCHEMA,
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(input: CardInput, { card: context }: ToolContext): Promise<ToolResult> {
    const outcome = await this.creditCards.getReplacementStatus({ context, ...toCardDescription(input) });
    if (outcome.status !== 'none_ordered' && outcome.status !== 'found') return toRefusal(outcome);
    if (outcome.status === 'none_ordered') return { status: 'none_ordered', output: {}, say: phraseNoReplacement() };
    const { card, replacement } = outcome;
    const output = { card: toPublicCard(card), replacement: toPublicReplacement(replacement) };
    return { status: 'found', output, say: phraseReplacement(card, replacement) };
  }
}
