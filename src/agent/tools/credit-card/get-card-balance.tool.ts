import { Injectable } from '@nestjs/common';
import { CreditCardService } from '../../../credit-card/credit-card.service';
import { formatMoney } from '../format-money';
import { Tool, type ToolContext, type ToolResult } from '../tool';
import { CARD_SCHEMA, type CardInput, toCardDescription } from './card-description';
import { toPublicCard } from './name-card';
import { phraseBalance } from './phrase-readings';
import { toRefusal } from './to-tool-result';

const OPERATION = 'get_card_balance';

@Injectable()
export class GetCardBalanceTool extends Tool {
  override readonly cardOperation = OPERATION;

  readonly definition = {
    name: OPERATION,
    description:
      "Tells the balance and the limit of one of the caller's credit cards. Give last_four and network only if the caller said them.",
    inputSchema: CARD_SCHEMA,
  };

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run(input: CardInput, { card: context }: ToolContext): Promise<ToolResult> {
    const outcome = await this.creditCards.getBalance({ context, ...toCardDescription(input) });
    if (outcome.status !== 'found') return toRefusal(outcome);
    const { card, account } = outcome;
    const output = {
      card: toPublicCard(card),
      balance: formatMoney(account.balance.amountCents),
      limit: formatMoney(account.limit.amountCents),
    };
    return { status: 'found', output, say: phraseBalance(card, account) };
  }
}
