import { type TokenAllowance } from '../token-allowance';

/** Beside the request and not in it, as what it was granted. */
const ALLOWANCES = new WeakMap<object, TokenAllowance>();

export function allowTokens(request: object, allowance: TokenAllowance): void {
  ALLOWANCES.set(request, allowance);
}

/** @returns `undefined` for a request whose tokens nobody counts. */
export function readAllowance(request: object): TokenAllowance | undefined {
  return ALLOWANCES.get(request);
}
