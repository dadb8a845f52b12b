import { type Clock } from '../common/clock';
import { type IdGenerator } from '../common/id-generator';
import { removeAuditEntries } from '../database/audit-guards';
import { type Database } from '../database/database';
import { lockAuditHead } from '../database/lock-audit-head';
import { appendToChain, type UnchainedEntry } from './append-to-chain';
import { type ChainLink } from './chain-link';
import { describePurge, PURGE } from './purge-entry';
import { retentionLimit } from './retention-limit';
import { type Patience, retryWhileLocked } from './retry-while-locked';

/** Small enough that calls under way wait for less than they can. */
const BATCH_SIZE = 2_000;

export interface Purge {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly retentionMonths: number;
  /** How long a batch is tried again while others hold the table. */
  readonly patience?: Patience;
}

/** About half a minute. */
const DEFAULT_PATIENCE: Patience = { tries: 40, pauseMs: 500 };

/**
 * Removes the entries that are older than they have to be kept, oldest first. Each batch is one transaction, which
 * also appends the entry that says what was removed; so the chain can be verified whenever it stops. A batch that would
 * have to wait for the table is rolled back and tried again, so that the calls of the service go on meanwhile.
 *
 * @returns how many entries were removed.
 */
export async function purgeEntries(purge: Purge): Promise<number> {
  const limit = retentionLimit(purge.clock.now(), purge.retentionMonths).toISOString();
  let removedCount = 0;
  for (;;) {
    const count = await retryWhileLocked(() => purgeBatch(purge, limit), purge.patience ?? DEFAULT_PATIENCE);
    if (count === 0) return removedCount;
    removedCount += count;
  }
}

function purgeBatch({ database, clock, ids }: Purge, limit: string): Promise<number> {
  const { engine } = database;
  return database.transaction(async (transaction) => {
    // Before the table, in the order in which entries are appended.
    await lockAuditHead(transaction, engine);
    const oldest = await transaction
      .selectFrom('audit_entry')
      .orderBy('seq')
      .limit(BATCH_SIZE)
      .select(['seq', 'hash', 'at'])
      .execute();
    const kept = oldest.findIndex(({ at }) => at >= limit);
    const removable = kept === -1 ? oldest : oldest.slice(0, kept);
    const last = removable.at(-1);
    if (last === undefined) return 0;
    await removeAuditEntries(transaction, { engine, throughSeq: last.seq });
    const entry = toPurgeEntry({ id: ids.next(), at: clock.now().toISOString(), last });
    await appendToChain({ transaction, engine, entry });
    return removable.length;
  });
}

/** No call has a part in it, so there is no conversation and no level of a caller. */
function toPurgeEntry({
  id,
  at,
  last,
}: Pick<UnchainedEntry, 'id' | 'at'> & { readonly last: ChainLink }): UnchainedEntry {
  return {
    id,
    at,
    ...PURGE,
    decision: 'allowed',
    reason: describePurge(last),
    caller_level: 'unknown',
    conversation_key: '',
    request_id: id,
    customer_id: null,
    card_id: null,
    action_id: null,
  };
}
