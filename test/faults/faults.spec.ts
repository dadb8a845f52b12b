import { Logger } from '@nestjs/common';
import { runDuplicateStorm } from './experiments/duplicate-storm';
import { runFailPoints } from './experiments/fail-points';
import { runHangUps } from './experiments/hang-ups';
import { listNegativeControls } from './experiments/negative-controls';
import { runRandomKills } from './experiments/random-kills';
import { runSpeculativeTurns } from './experiments/speculative-turns';
import { type BuiltService, buildService } from './support/build-service';
import { listEngines } from './support/list-engines';
import { describeReport, isGood, type Report } from './support/report';
import { FAIL_POINTS } from './support/service-process';

const LIMIT_MS = 120_000;

/** The short form of `npm run test:faults`: the same experiments, with fewer repetitions. */
describe.each(listEngines())('The service under faults, on %s', (engine) => {
  let built: BuiltService;
  let plan: { readonly engine: typeof engine; readonly root: string };

  beforeAll(() => {
    Logger.overrideLogger(['error', 'fatal']);
    built = buildService();
    plan = { engine, root: built.root };
  }, LIMIT_MS);

  afterAll(() => {
    built.remove();
  });

  function expectSound({ violations, actions }: Report, expectedActions?: number): void {
    expect(violations).toEqual([]);
    if (expectedActions === undefined) expect(actions).toBeGreaterThan(0);
    else expect(actions).toBe(expectedActions);
  }

  it(
    'should keep every promise when it is killed at each fail point',
    async () => {
      const report = await runFailPoints({ ...plan, points: FAIL_POINTS, runs: 1 });
      expect(report.faults).toBe(FAIL_POINTS.length);
      expectSound(report);
    },
    LIMIT_MS,
  );

  it(
    'should keep every promise when it is killed at random',
    async () => {
      expectSound(await runRandomKills({ ...plan, kills: 5 }));
    },
    LIMIT_MS,
  );

  it(
    'should act once for five copies of a yes over two processes',
    async () => {
      expectSound(await runDuplicateStorm({ ...plan, confirmations: 50 }), 50);
    },
    LIMIT_MS,
  );

  it(
    'should act once for a yes that is hung up on at any moment and said again',
    async () => {
      expectSound(await runHangUps({ ...plan, points: 50, times: 1 }));
    },
    LIMIT_MS,
  );

  it(
    'should act on the last words only while a sentence is still growing',
    async () => {
      expectSound(await runSpeculativeTurns({ ...plan, calls: 10, partials: 20 }), 5);
    },
    LIMIT_MS,
  );

  it(
    'should be caught, by the rule that is about it, when a promise is taken away',
    async () => {
      const missed: string[] = [];
      const names: string[] = [];
      for (const run of listNegativeControls(plan)) {
        const report = await run();
        names.push(report.name);
        if (report.caughtBy === undefined || !isGood(report)) missed.push(describeReport(report));
      }
      expect(missed).toEqual([]);
      expect(names).toEqual([
        'control: consume-twice',
        'control: key-of-tool-call',
        'control: answer-before-commit',
        'control: commit-before-audit',
      ]);
    },
    LIMIT_MS,
  );
});
