import { type AuditEntryRow } from '../database/schema/audit-tables';
import { type ChainLink } from './chain-link';

/** Calls and keys have other actors, so no request can look like it. */
export const PURGE = { event: 'audit-purge', actor: 'system' } as const;

const REMOVED = /^removed through (\d+) ([0-9a-f]{64})$/;

/** Names the last entry that a purge removed: the chain is verified from there. */
export function describePurge({ seq, hash }: ChainLink): string {
  return `removed through ${seq} ${hash}`;
}

/** @returns the last entry that a purge removed, if the entry is of a purge. */
export function readPurge({
  event,
  actor,
  reason,
}: Pick<AuditEntryRow, 'event' | 'actor' | 'reason'>): ChainLink | undefined {
  if (event !== PURGE.event || actor !== PURGE.actor) return undefined;
  const [, seq, hash] = REMOVED.exec(reason ?? '') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}
