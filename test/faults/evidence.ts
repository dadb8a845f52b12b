import { type Selectable } from 'kysely';
import { type DatabaseSchema } from '../../src/database/database-schema';
import { type HistoryEntry } from './history';

type Row<Table extends keyof DatabaseSchema> = Selectable<DatabaseSchema[Table]>;

/** What the bank's card system did, as it tells it itself. */
export interface BankEffectRow {
  readonly key: string;
  readonly operationId: string;
  readonly cardId: string;
}

/** The tables as they stand when everything has come to rest. */
export interface StoredRows {
  readonly cards: readonly Row<'card'>[];
  readonly pendingActions: readonly Row<'pending_action'>[];
  readonly actions: readonly Row<'card_action'>[];
  readonly auditEntries: readonly Row<'audit_entry'>[];
  readonly outbox: readonly Row<'outbox'>[];
}

/** Everything that the checker judges by. */
export interface Evidence extends StoredRows {
  readonly history: readonly HistoryEntry[];
  /** The state of each card before the first request. */
  readonly initialStates: ReadonlyMap<string, string>;
  /** Absent when our own tables are the card system. */
  readonly bankEffects?: readonly BankEffectRow[];
  /** What the check of the audit's own consistency found wrong. */
  readonly auditProblems: readonly string[];
  /** What the bank found wrong with requests and replies, held against its contract. */
  readonly contractProblems: readonly string[];
  /** Named texts that must hold no card number and no secret: log lines, and every text of every table. */
  readonly texts: readonly NamedText[];
  /** Keys, tokens, codes and card numbers that were in play. */
  readonly secrets: readonly string[];
}

export interface NamedText {
  /** Where it stands. */
  readonly place: string;
  readonly text: string;
}

export interface Violation {
  readonly rule: string;
  readonly detail: string;
  /** Ids of the rows and the requests that contradict the rule. */
  readonly rows: readonly string[];
}
