import { Logger } from '@nestjs/common';
import { createStores } from '../support/database';
import { getBuiltService } from './build-service';
import { hangUps, killAt, killAtRandom, type Report, speculativeTurns, type Stage, stormOfCopies } from './scenarios';
import { FAIL_POINTS } from './service-process';

const RUNS_AT_A_POINT = 20;
const RANDOM_KILLS = 100;
const COPIES = { embedded: 200, postgres: 1_000 };
const CUT_OFFS = 500;
const SPECULATIVE_CALLS = 100;

interface Row extends Report {
  readonly what: string;
  readonly seconds: number;
}

/** The long form: every scenario on every engine that is there, told as it goes, and a table at the end. */
async function runFaults(): Promise<boolean> {
  Logger.overrideLogger(['fatal']);
  const built = getBuiltService();
  const rows: Row[] = [];
  try {
    for (const store of await createStores()) {
      const stage = { root: built.root, store, database: await store.open() };
      for (const [what, scenario] of listScenarios(stage)) {
        const startMs = performance.now();
        const report = await scenario();
        rows.push({ what: `${what}, ${store.engine}`, seconds: (performance.now() - startMs) / 1_000, ...report });
        tell(rows.at(-1));
      }
      await store.remove();
    }
  } finally {
    built.remove();
  }
  return rows.every(({ violations }) => violations.length === 0);
}

function listScenarios(stage: Stage): readonly (readonly [string, () => Promise<Report>])[] {
  return [
    ...FAIL_POINTS.map(
      (point) => [`killed at ${point}`, () => repeat(RUNS_AT_A_POINT, () => killAt(stage, point))] as const,
    ),
    ['killed at random', () => killAtRandom(stage, RANDOM_KILLS)],
    ['copies of a yes', () => stormOfCopies(stage, COPIES[stage.store.engine])],
    ['cut off', () => hangUps(stage, CUT_OFFS)],
    ['yes that turns into a no', () => speculativeTurns(stage, SPECULATIVE_CALLS)],
  ];
}

async function repeat(times: number, scenario: () => Promise<Report>): Promise<Report> {
  const reports: Report[] = [];
  for (let run = 0; run < times; run += 1) reports.push(await scenario());
  const sum = (pick: (report: Report) => number): number => reports.reduce((total, report) => total + pick(report), 0);
  return {
    kills: sum(({ kills }) => kills),
    requests: sum(({ requests }) => requests),
    actions: sum(({ actions }) => actions),
    violations: reports.flatMap(({ violations }) => violations),
  };
}

function tell(row: Row | undefined): void {
  if (row === undefined) return;
  const { what, seconds, kills, requests, actions, violations } = row;
  process.stdout.write(
    `${what.padEnd(48)} ${String(kills).padStart(4)} kills ${String(requests).padStart(6)} requests ` +
      `${String(actions).padStart(5)} actions ${String(violations.length).padStart(3)} violations ${seconds.toFixed(0)} s\n` +
      violations.map((violation) => `    ${violation}\n`).join(''),
  );
}

void runFaults().then((isSound) => {
  process.exitCode = isSound ? 0 : 1;
});
