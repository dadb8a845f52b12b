import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { type CallContext } from '../common/call-context';
import { type ReadOperation } from '../common/operation';
import { CardPolicy } from './card-policy';
import { findCard, provesLastFour } from './choose-card';
import {
  type BalanceOutcome,
  type CardUnclear,
  type DeniedOutcome,
  type ListCardsOutcome,
  type ReplacementOutcome,
  type TransactionsOutcome,
} from './credit-card.outcomes';
import { type Card, type CardDescription } from './credit-card.types';
import { nameEvent } from './name-event';
import { CardRepository } from './persistence/card.repository';
import { ReplacementRepository } from './persistence/replacement.repository';

const TOLD_TRANSACTIONS = 5;

export interface CardQuestion extends CardDescription {
  readonly context: CallContext;
}

type Opened = { readonly status: 'open'; readonly cards: readonly Card[] } | DeniedOutcome;

/** Answers what a caller asks about their cards, and records that they were told, or why not. */
@Injectable()
export class CardEnquiryService {
  constructor(
    private readonly policy: CardPolicy,
    private readonly cards: CardRepository,
    private readonly replacements: ReplacementRepository,
    private readonly audit: AuditLog,
  ) {}

  async listCards(context: CallContext): Promise<ListCardsOutcome> {
    const opened = await this.open('list_cards', { context });
    return opened.status === 'denied' ? opened : { status: 'listed', cards: opened.cards };
  }

  async getBalance(question: CardQuestion): Promise<BalanceOutcome> {
    const found = await this.openCard('get_card_balance', question);
    if (found.status !== 'chosen') return found;
    return { status: 'found', card: found.card, account: await this.cards.readAccount(found.card) };
  }

  async listTransactions(question: CardQuestion): Promise<TransactionsOutcome> {
    const found = await this.openCard('list_card_transactions', question);
    if (found.status !== 'chosen') return found;
    const transactions = await this.cards.readTransactions([found.card]);
    return { status: 'found', card: found.card, transactions: transactions.slice(0, TOLD_TRANSACTIONS) };
  }

  /** Without a card named, the newest replacement of any of them. */
  async getReplacementStatus(question: CardQuestion): Promise<ReplacementOutcome> {
    const { lastFour, network } = question;
    const opened = await this.open('get_replacement_status', question);
    if (opened.status === 'denied') return opened;
    const meant = opened.cards.filter(
      (card) =>
        (lastFour === undefined || card.lastFour === lastFour) && (network === undefined || card.network === network),
    );
    if (meant.length === 0) return { status: 'no_such_card', cards: opened.cards };
    const [newest] = await this.replacements.findNewest(meant);
    return newest === undefined ? { status: 'none_ordered' } : { status: 'found', ...newest };
  }

  private async openCard(
    operation: ReadOperation,
    question: CardQuestion,
  ): Promise<{ readonly status: 'chosen'; readonly card: Card } | CardUnclear | DeniedOutcome> {
    const opened = await this.open(operation, question);
    return opened.status === 'denied' ? opened : findCard(opened.cards, question);
  }

  private async open(operation: ReadOperation, { context, lastFour }: CardQuestion): Promise<Opened> {
    const { phoneNumber } = context.caller;
    const cards = phoneNumber === undefined ? [] : await this.cards.findByPhoneNumber(phoneNumber);
    const authorised = this.policy.authorise(operation, context, provesLastFour(cards, lastFour));
    const isAllowed = authorised.status === 'allowed';
    await this.audit.record({
      context,
      event: nameEvent(operation, 'reading'),
      decision: isAllowed ? 'allowed' : 'denied',
      ...(isAllowed ? { customerId: cards[0]?.customerId } : { reason: authorised.nextStep }),
    });
    return isAllowed ? { status: 'open', cards } : authorised;
  }
}
