import { type BodyPath } from './objection';

/** A copy without the value at the path; what is not on the way to it is shared with the original. */
export function leaveOut<T>(value: T, path: BodyPath): T {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  if (Array.isArray(value)) {
    const elements = value as readonly unknown[];
    const kept = rest.length === 0 ? [] : [leaveOut(elements[Number(key)], rest)];
    return elements.toSpliced(Number(key), 1, ...kept) as T;
  }
  const entries = Object.entries(value).flatMap(([name, child]: [string, unknown]): (readonly [string, unknown])[] => {
    if (name !== key) return [[name, child]];
    return rest.length === 0 ? [] : [[name, leaveOut(child, rest)]];
  });
  return Object.fromEntries(entries) as T;
}
