import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type CardReplacementRow } from '../../database/schema/card-tables';
import { type Card, type Replacement, type ReplacementReason } from '../credit-card.types';

export interface FoundReplacement {
  readonly card: Card;
  readonly replacement: Replacement;
}

/** Reads which cards are being replaced. They are ordered by the act that a caller confirmed, never on their own. */
@Injectable()
export class ReplacementRepository {
  constructor(private readonly database: Database) {}

  /** The newest replacement of each of the cards that has one, the newest first. */
  async findNewest(cards: readonly Card[]): Promise<readonly FoundReplacement[]> {
    if (cards.length === 0) return [];
    const rows = await this.database.queries
      .selectFrom('card_replacement')
      .where(
        'card_id',
        'in',
        cards.map(({ id }) => id),
      )
      .orderBy('ordered_at', 'desc')
      .orderBy('id', 'desc')
      .selectAll()
      .execute();
    return rows.flatMap((row, index) => {
      const card = cards.find(({ id }) => id === row.card_id);
      const isNewest = rows.findIndex(({ card_id: cardId }) => cardId === row.card_id) === index;
      return card !== undefined && isNewest ? [{ card, replacement: toReplacement(row) }] : [];
    });
  }
}

/** Whether a new card is under way already. */
export async function hasOpenReplacement(runner: QueryRunner, cardId: string): Promise<boolean> {
  const row = await runner
    .selectFrom('card_replacement')
    .where('card_id', '=', cardId)
    .where('state', '!=', 'delivered')
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

export function toReplacement(row: CardReplacementRow): Replacement {
  return {
    reason: row.reason as ReplacementReason,
    state: row.state as Replacement['state'],
    orderedAt: new Date(row.ordered_at),
    expectedBy: new Date(row.expected_by),
  };
}
