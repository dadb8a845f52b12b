import { type Database } from '../database/database';
import { type AuditEntryRow } from '../database/schema/audit-tables';
import { CHAIN_START, hashAuditEntry } from '../database/hash-audit-entry';
import { readAuditEntries, readAuditHead } from '../database/read-audit-entries';
import { type ChainLink } from './chain-link';
import { readPurge } from './purge-entry';

const BATCH_SIZE = 1_000;

export type ChainReport =
  | { readonly status: 'intact'; readonly count: number; readonly removedThrough: number; readonly head: ChainLink }
  | {
      readonly status: 'broken';
      /** The first entry that is not as it was written. */
      readonly seq: number;
      readonly problem: string;
    };

type Broken = Extract<ChainReport, { readonly status: 'broken' }>;

/**
 * Reads every entry, in batches, and holds it to its number, its hash and the entry before it; then the end to the
 * head. Entries that are added meanwhile are read too.
 */
export async function verifyChain({ queries, engine }: Pick<Database, 'queries' | 'engine'>): Promise<ChainReport> {
  const walk = new ChainWalk();
  for (;;) {
    // What the head says is stored before it can be read, so an entry that the next batch lacks is missing.
    const head = await readAuditHead(queries, engine);
    const rows = await readAuditEntries(queries, { engine, afterSeq: walk.last?.seq, limit: BATCH_SIZE });
    if (rows.length === 0) return walk.finish(head);
    for (const row of rows) {
      const broken = walk.step(row);
      if (broken !== undefined) return broken;
    }
  }
}

class ChainWalk {
  last: ChainLink | undefined;
  /** What the first entry says that it follows. */
  private origin: ChainLink | undefined;
  /** What the last purge says that it removed. */
  private removed: ChainLink = { seq: 0, hash: CHAIN_START };
  private count = 0;

  step(row: AuditEntryRow): Broken | undefined {
    const before = this.last ?? { seq: row.seq - 1, hash: row.prev_hash };
    this.origin ??= before;
    if (row.seq !== before.seq + 1) return toBroken(before.seq + 1, `is missing; number ${row.seq} comes in its place`);
    if (row.prev_hash !== before.hash) return toBroken(row.seq, 'does not follow the entry before it');
    if (hashAuditEntry(row) !== row.hash) return toBroken(row.seq, 'does not match its hash');
    this.removed = readPurge(row) ?? this.removed;
    this.last = { seq: row.seq, hash: row.hash };
    this.count += 1;
    return undefined;
  }

  finish(head: ChainLink | undefined): ChainReport {
    const origin = this.origin ?? { seq: 0, hash: CHAIN_START };
    const last = this.last ?? origin;
    if (!isSame(origin, this.removed)) {
      return toBroken(origin.seq + 1, 'is the first that is left, and the last purge does not say so');
    }
    if (head === undefined) return toBroken(last.seq, 'is the last that is there, and there is no head');
    if (head.seq > last.seq) return toBroken(last.seq + 1, `is missing; the head says that there are ${head.seq}`);
    if (!isSame(head, last)) return toBroken(last.seq, `is the last that is there, and the head says otherwise`);
    return { status: 'intact', count: this.count, removedThrough: origin.seq, head };
  }
}

function toBroken(seq: number, problem: string): Broken {
  return { status: 'broken', seq, problem };
}

function isSame(left: ChainLink, right: ChainLink): boolean {
  return left.seq === right.seq && left.hash === right.hash;
}
