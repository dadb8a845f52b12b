/** With as many as twice that, no key gets more than twice its limit. */
const SEVERAL = 4;

/**
 * How many instances there are, to an instance that starts while Redis is away and cannot ask. A database in a file
 * serves one; who has set up PostgreSQL and Redis has several, and a share too small does less harm than none.
 */
export function assumeInstances(databaseUrl: string): number {
  return databaseUrl.startsWith('file:') ? 1 : SEVERAL;
}
