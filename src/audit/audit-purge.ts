import { Clock } from '../common/clock';
import { IdGenerator } from '../common/id-generator';
import { readStoreConfig } from '../config/read-config';
import { readEnvironment } from '../config/read-environment';
import { Database } from '../database/database';
import { describeReport } from './describe-report';
import { purgeEntries } from './purge-entries';
import { verifyChain } from './verify-chain';

/** Removes audit entries that are older than AUDIT_RETENTION_MONTHS, with the rights of the tables' owner. */
async function main(): Promise<void> {
  const {
    databaseUrl,
    databaseMigrationUrl,
    auditRetentionMonths: retentionMonths,
  } = readStoreConfig(readEnvironment());
  const database = await Database.attach(databaseMigrationUrl ?? databaseUrl);
  try {
    const report = await verifyChain(database);
    // What is broken is evidence; a purge would remove the traces.
    if (report.status === 'broken') throw new Error(describeReport(report));
    const count = await purgeEntries({ database, clock: new Clock(), ids: new IdGenerator(), retentionMonths });
    process.stdout.write(`Removed ${count} entries that were older than ${retentionMonths} months.\n`);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Nothing more was removed. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
