import { type RawBuilder, sql } from 'kysely';
import { type QueryRunner } from './database-schema';
import { HASHED_COLUMNS } from './hash-audit-entry';
import { type AuditEntryRow } from './schema/audit-tables';
import { type DatabaseEngine } from './parse-database-url';

interface Batch {
  readonly engine: DatabaseEngine;
  /** Absent for the first batch. */
  readonly afterSeq: number | undefined;
  readonly limit: number;
}

type StoredText = Readonly<Record<Exclude<keyof AuditEntryRow, 'seq'>, string>>;

const TEXT_COLUMNS = [...HASHED_COLUMNS.filter((column) => column !== 'seq'), 'hash' as const];

/** Reads entries in the order of their numbers, whatever somebody may have made of them. */
export async function readAuditEntries(queries: QueryRunner, batch: Batch): Promise<readonly AuditEntryRow[]> {
  return batch.engine === 'postgres' ? readRows(queries, batch) : readStoredBytes(queries, batch);
}

async function readRows(queries: QueryRunner, { afterSeq, limit }: Batch): Promise<readonly AuditEntryRow[]> {
  const entries = queries.selectFrom('audit_entry').selectAll().orderBy('seq').limit(limit);
  return (afterSeq === undefined ? entries : entries.where('seq', '>', afterSeq)).execute();
}

/**
 * SQLite keeps whatever type and bytes are put into a column, and the native driver ends the process over text that is
 * not UTF-8. So each value is read as its type and its bytes.
 */
async function readStoredBytes(queries: QueryRunner, { afterSeq, limit }: Batch): Promise<readonly AuditEntryRow[]> {
  const { rows } = await sql<StoredText & { readonly seq: number }>`
    select seq, ${sql.join(TEXT_COLUMNS.map(selectStored))} from audit_entry
    where ${afterSeq === undefined ? sql`1 = 1` : sql`seq > ${afterSeq}`} order by seq limit ${limit}
  `.execute(queries);
  return rows.map(({ seq, ...stored }) => {
    const values = TEXT_COLUMNS.map((column) => [column, toValue(stored[column])] as const);
    return { seq, ...Object.fromEntries(values) } as AuditEntryRow;
  });
}

/** What the head says, read as carefully as the entries; a number that is none is -1. */
export async function readAuditHead(
  queries: QueryRunner,
  engine: DatabaseEngine,
): Promise<Pick<AuditEntryRow, 'seq' | 'hash'> | undefined> {
  if (engine === 'postgres') {
    return queries.selectFrom('audit_head').where('id', '=', 1).select(['seq', 'hash']).executeTakeFirst();
  }
  const { rows } = await sql<{ readonly seq: number; readonly hash: string }>`
    select case typeof(seq) when 'integer' then seq else -1 end as seq, ${selectStored('hash')}
    from audit_head where id = 1
  `.execute(queries);
  return rows[0] && { seq: rows[0].seq, hash: toValue(rows[0].hash) ?? '' };
}

function selectStored(column: string): RawBuilder<unknown> {
  return sql`typeof(${sql.ref(column)}) || ':' || hex(${sql.ref(column)}) as ${sql.ref(column)}`;
}

/** What is no text stays as it was read, and then no hash matches it. */
function toValue(stored: string): string | null {
  if (stored === 'null:') return null;
  if (!stored.startsWith('text:')) return stored;
  const bytes = Buffer.from(stored.slice('text:'.length), 'hex');
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : stored;
}
