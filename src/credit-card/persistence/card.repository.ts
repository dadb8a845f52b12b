import { Injectable } from '@nestjs/common';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type Card, type CardAccount, type CardTransaction } from '../credit-card.types';
import { toCard, toTransaction } from './to-card';

const RECENT_TRANSACTIONS = 50;

/** Reads cards and what belongs to them. */
@Injectable()
export class CardRepository {
  constructor(private readonly database: Database) {}

  /**
   * The cards of the customer with this number, oldest first: one statement whether or not there is such a customer,
   * so that the time it takes tells nothing either.
   */
  async findByPhoneNumber(phoneNumber: PhoneNumber): Promise<readonly Card[]> {
    const rows = await this.database.queries
      .selectFrom('customer')
      .innerJoin('card', 'card.customer_id', 'customer.id')
      .where('customer.phone_number', '=', phoneNumber)
      .orderBy('card.id')
      .select(['card.id', 'card.customer_id', 'card.network', 'card.last_four', 'card.state'])
      .execute();
    return rows.map(toCard);
  }

  async readAccount(card: Card): Promise<CardAccount> {
    const { balance_cents, limit_cents, currency } = await this.database.queries
      .selectFrom('card')
      .where('id', '=', card.id)
      .where('customer_id', '=', card.customerId)
      .select(['balance_cents', 'limit_cents', 'currency'])
      .executeTakeFirstOrThrow();
    return {
      balance: { amountCents: balance_cents, currency },
      limit: { amountCents: limit_cents, currency },
    };
  }

  /** The latest ones of all the cards together, newest first. */
  async readTransactions(cards: readonly Card[]): Promise<readonly CardTransaction[]> {
    if (cards.length === 0) return [];
    const cardIds = cards.map(({ id }) => id);
    const rows = await this.database.queries
      .selectFrom('card_transaction')
      .where('card_id', 'in', cardIds)
      .orderBy('posted_at', 'desc')
      .orderBy('id', 'desc')
      .limit(RECENT_TRANSACTIONS)
      .selectAll()
      .execute();
    return rows.map(toTransaction);
  }
}

export async function readCard(runner: QueryRunner, cardId: string): Promise<Card> {
  const row = await runner.selectFrom('card').where('id', '=', cardId).selectAll().executeTakeFirstOrThrow();
  return toCard(row);
}
