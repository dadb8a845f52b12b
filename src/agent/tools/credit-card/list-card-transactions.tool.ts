import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_SCHEMA, type CardInput, toCardDescription } from './card-description';
import { toPublicCard } from './name-card';
import { toPublicTransaction } from './name-transaction';
import { phraseTransactions } from './phrase-readings';
import { toRefusal } from './to-tool-result';

const OPERATION = 'list_card_transactions';

@Injectable()
export class ListCardTransactionsTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      "Tells the last transactions of one of the caller's credit cards. Give last_four and network only if the caller said them.",
    inputSchema: CARD_SCHEMA,
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(input: CardInput, { card: context }: ToolContext): Promise<ToolResult> {
    const outcome = await this.creditCards.listTransactions({ context, ...toCardDescription(input) });
    if (outcome.status !== 'found') return toRefusal(outcome);
    const { card, transactions } = outcome;
    const output = { card: toPublicCard(card), transactions: transactions.map(toPublicTransaction) };
    return { status: 'found', output, say: phraseTransactions(card, transactions) };
  }
}
