import { type ChainReport } from './verify-chain';

/** One line for the operator. The head's hash is what to note elsewhere. */
export function describeReport(report: ChainReport): string {
  if (report.status === 'broken') return `BROKEN: entry ${report.seq} ${report.problem}.`;
  const { count, removedThrough, head } = report;
  const purged = removedThrough === 0 ? '' : ` (1 to ${removedThrough} were purged)`;
  return `OK: ${count} entries${purged}, the last one is ${head.seq}, head ${head.hash}`;
}
