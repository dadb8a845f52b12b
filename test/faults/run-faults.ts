import { Logger } from '@nestjs/common';
import { runBankOutages } from './experiments/bank-outages';
import { runDatabaseKills } from './experiments/database-kills';
import { runDuplicateStorm } from './experiments/duplicate-storm';
import { runFailPoints } from './experiments/fail-points';
import { runHangUps } from './experiments/hang-ups';
import { listNegativeControls } from './experiments/negative-controls';
import { runRandomKills } from './experiments/random-kills';
import { runSpeculativeTurns } from './experiments/speculative-turns';
import { buildService } from './support/build-service';
import { listEngines } from './support/list-engines';
import { PrivatePostgres } from './support/private-postgres';
import { describeReport, isGood, type Report, TABLE_HEAD } from './support/report';
import { FAIL_POINTS } from './support/service-process';

/*
 * The long form: `npm run test:faults`. Prints a line for each experiment, what was violated, and a table at the end;
 * ends with 1 when anything was, and when TEST_DATABASE_URL is missing.
 */

const RUNS_AT_A_POINT = 20;
const RANDOM_KILLS = 200;
const BANK_OUTAGES = 10;
const DATABASE_KILLS = { durable: 20, control: 3 };
const CONFIRMATIONS = 1_000;

/** `undefined` when what it needs is not installed. */
type Experiment = () => Promise<Report | undefined>;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `npm run test:faults -- postgres` runs one engine alone. */
function chooseEngines(): ReturnType<typeof listEngines> {
  const [only] = process.argv.slice(2);
  return listEngines().filter((engine) => only === undefined || engine === only);
}

function listExperiments(root: string): readonly Experiment[] {
  return chooseEngines().flatMap((engine): readonly Experiment[] => {
    const plan = { engine, root };
    return [
      ...FAIL_POINTS.map((point) => () => runFailPoints({ ...plan, points: [point], runs: RUNS_AT_A_POINT })),
      () => runRandomKills({ ...plan, kills: RANDOM_KILLS }),
      () => runDuplicateStorm({ ...plan, confirmations: CONFIRMATIONS }),
      () => runBankOutages({ ...plan, outages: BANK_OUTAGES }),
      () => runHangUps({ ...plan, points: 50, times: 10 }),
      () => runSpeculativeTurns({ ...plan, calls: 100, partials: 20 }),
      ...listNegativeControls(plan),
      ...(engine === 'postgres' ? [() => killDatabase(root, true), () => killDatabase(root, false)] : []),
    ];
  });
}

async function killDatabase(root: string, isDurable: boolean): Promise<Report | undefined> {
  const postgres = await PrivatePostgres.create({ isDurable });
  if (postgres === undefined) {
    say('Database kills skipped, because the programs of PostgreSQL are not installed');
    return undefined;
  }
  try {
    const kills = isDurable ? DATABASE_KILLS.durable : DATABASE_KILLS.control;
    return await runDatabaseKills({ root, postgres, kills, isDurable });
  } finally {
    await postgres.remove();
  }
}

function isWithoutPostgres(): boolean {
  return !chooseEngines().includes('postgres');
}

async function runAll(): Promise<boolean> {
  Logger.overrideLogger(['fatal']);
  const service = buildService();
  const reports: Report[] = [];
  try {
    for (const run of listExperiments(service.root)) {
      const report = await run();
      if (report === undefined) continue;
      reports.push(report);
      say(describeReport(report));
      if (!isGood(report)) say(JSON.stringify(report.violations.slice(0, 10), undefined, 2));
    }
  } finally {
    service.remove();
  }
  say(['', TABLE_HEAD, ...reports.map(describeReport)].join('\n'));
  if (isWithoutPostgres()) say('Not complete: set TEST_DATABASE_URL, since nothing was shown of PostgreSQL');
  return reports.every(isGood) && !isWithoutPostgres();
}

runAll().then(
  (good) => {
    process.exitCode = good ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
