import { type Engine } from './scene';

/** The embedded engine always, and PostgreSQL when TEST_DATABASE_URL names one. */
export function listEngines(): readonly Engine[] {
  if ((process.env.TEST_DATABASE_URL ?? '') !== '') return ['embedded', 'postgres'];
  process.stderr.write('Faults: PostgreSQL skipped, because TEST_DATABASE_URL is not set\n');
  return ['embedded'];
}
