import { createContext, Script } from 'node:vm';

/** The work did not end in its time, and was cut off. */
export class TimeLimitError extends Error {
  constructor(limitMs: number) {
    super(`The work took longer than ${limitMs} ms.`);
    this.name = 'TimeLimitError';
  }
}

interface Workbench {
  work?: () => void;
}

const workbench: Workbench = {};
const context = createContext(workbench);
const start = new Script('work()');

/**
 * Runs synchronous work that may never end, such as the regular expressions of a stranger, and cuts it off at its limit.
 * This thread waits meanwhile, as for any other synchronous work.
 *
 * @throws TimeLimitError at the limit, and whatever the work throws.
 */
export function runWithin<T>(limitMs: number, work: () => T): T {
  let result: { readonly value: T } | undefined;
  workbench.work = () => {
    result = { value: work() };
  };
  try {
    start.runInContext(context, { timeout: limitMs });
  } catch (error) {
    throw isTimeout(error) ? new TimeLimitError(limitMs) : error;
  }
  if (result === undefined) throw new TimeLimitError(limitMs);
  return result.value;
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
