import { readStoreConfig } from '../config/read-config';
import { readEnvironment } from '../config/read-environment';
import { Database } from '../database/database';
import { describeReport } from './describe-report';
import { verifyChain } from './verify-chain';

const INTACT = 0;
const BROKEN = 1;
const UNREADABLE = 2;

/** Verifies the audit of the store that DATABASE_URL names, and changes nothing. */
async function main(): Promise<void> {
  const { databaseUrl } = readStoreConfig(readEnvironment());
  const database = await Database.attach(databaseUrl);
  try {
    const report = await verifyChain(database);
    process.stdout.write(`${describeReport(report)}\n`);
    process.exitCode = report.status === 'intact' ? INTACT : BROKEN;
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The audit cannot be read. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = UNREADABLE;
});
