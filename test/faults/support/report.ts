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
  /** A negative control: the checker has to find something. */
  readonly isControl?: boolean;
}

interface Finding {
  readonly name: string;
  readonly scene: Scene;
  readonly engine: Engine;
  readonly faults: number;
  readonly startedMs: number;
  readonly isControl?: boolean;
  /** What the experiment itself found wrong. */
  readonly problems?: readonly Violation[];
}

/** Lets everything come to rest, checks it, and removes the scene. */
export async function conclude({ scene, startedMs, problems = [], ...rest }: Finding): Promise<Report> {
  const violations = [...problems, ...(await scene.check())];
  const { count } = await scene.database.queries
    .selectFrom('card_action')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return {
    ...rest,
    requests: scene.history.entries.length,
    actions: Number(count),
    seconds: Math.round((performance.now() - startedMs) / 1_000),
    violations,
  };
}

export function isGood({ violations, isControl = false }: Report): boolean {
  return isControl ? violations.length > 0 : violations.length === 0;
}

export function describeReport(report: Report): string {
  const { name, engine, faults, requests, actions, seconds, violations, isControl = false } = report;
  const found = [...new Set(violations.map(({ rule }) => rule))].join(', ');
  const verdict = `${violations.length} violations${isControl ? ' (control)' : ''}${found === '' ? '' : `: ${found}`}`;
  const numbers = [faults, requests, actions, seconds].map((number) => String(number).padStart(7)).join('');
  return `${isGood(report) ? 'good' : 'BAD '} ${name.padEnd(40)}${engine.padEnd(9)}${numbers}   ${verdict}`;
}

export const TABLE_HEAD = `     ${'experiment'.padEnd(40)}${'engine'.padEnd(9)} faults requests actions seconds`;
