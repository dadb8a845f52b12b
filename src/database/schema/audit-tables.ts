import { type Selectable } from 'kysely';

/** Append-only: triggers refuse every update and delete. */
interface AuditEntryTable {
  /** 1 for the first entry, and no number is left out. */
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly decision: string;
  readonly reason: string | null;
  readonly actor: string;
  readonly caller_level: string;
  readonly conversation_key: string;
  readonly request_id: string;
  readonly customer_id: string | null;
  readonly card_id: string | null;
  readonly action_id: string | null;
  /** The hash of the entry before. */
  readonly prev_hash: string;
  /** Of everything else in the row. */
  readonly hash: string;
}

/** One row: where the chain of audit entries ends. */
interface AuditHeadTable {
  readonly id: number;
  /** 0 before the first entry. */
  readonly seq: number;
  readonly hash: string;
}

/** What was asked, decided and done. */
export interface AuditTables {
  readonly audit_entry: AuditEntryTable;
  readonly audit_head: AuditHeadTable;
}

export type AuditEntryRow = Selectable<AuditEntryTable>;
