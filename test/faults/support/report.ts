import { type Violation } from '../evidence';
import { type Engine, type Scene } from './scene';

/** What one experiment came to. */
export interface Report {
  readonly name: string;
  readonly engine: Engine;
  /** Processes that were killed, calls that were hung up on, or whatever else was done to the service. */
  readonly faults: number;
  readonly requests: number;
  readonly actions: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  /** Of a negative control: the rule that has to find what was taken away. */
  readonly caughtBy?: string;
}

interface Finding {
  readonly name: string;
  readonly scene: Scene;
  readonly engine: Engine;
  readonly faults: number;
  readonly startedMs: number;
  readonly caughtBy?: string | undefined;
  /** What the experiment itself found wrong. */
  readonly problems?: readonly Violation[];
}

/** Callers block cards and report others lost: of so many actions both kinds have to be there. */
const FEWEST_ACTIONS = 12;
const ONE_OPERATION: Violation = { rule: 'harness', detail: 'All actions were of one kind.', rows: [] };

/** Lets everything come to rest, checks it, and removes the scene. */
export async function conclude({ scene, startedMs, caughtBy, problems = [], ...rest }: Finding): Promise<Report> {
  const violations = [...problems, ...(await scene.check())];
  const actions = await scene.database.queries.selectFrom('card_action').select('operation').execute();
  const operations = new Set(actions.map(({ operation }) => operation));
  if (actions.length >= FEWEST_ACTIONS && operations.size === 1) violations.push(ONE_OPERATION);
  return {
    ...rest,
    ...(caughtBy === undefined ? {} : { caughtBy }),
    requests: scene.history.entries.length,
    actions: actions.length,
    seconds: Math.round((performance.now() - startedMs) / 1_000),
    violations,
  };
}

export function isGood({ violations, caughtBy }: Report): boolean {
  return caughtBy === undefined ? violations.length === 0 : violations.some(({ rule }) => rule === caughtBy);
}

export function describeReport(report: Report): string {
  const { name, engine, faults, requests, actions, seconds, violations, caughtBy } = report;
  const found = [...new Set(violations.map(({ rule }) => rule))].join(', ');
  const verdict = `${violations.length} violations${caughtBy === undefined ? '' : ` (control of ${caughtBy})`}${found === '' ? '' : `: ${found}`}`;
  const numbers = [faults, requests, actions, seconds].map((number) => String(number).padStart(7)).join('');
  return `${isGood(report) ? 'good' : 'BAD '} ${name.padEnd(40)}${engine.padEnd(9)}${numbers}   ${verdict}`;
}

export const TABLE_HEAD = `     ${'experiment'.padEnd(40)}${'engine'.padEnd(9)} faults requests actions seconds`;
