/** Deeper values overflow the stack of the serialiser, and no tool needs them. */
const MAX_DEPTH = 64;

/** Walks without recursion, so that the check itself survives what it guards against. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.filter(isContainer).flatMap((container) => Object.values(container) as unknown[]);
    if (level.length === 0) return false;
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
