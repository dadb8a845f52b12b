import { type Access } from '../access';

/** Beside the request and not in it, so that nothing which a client sends can pass for it. */
const GRANTED = new WeakMap<object, Access>();

export function grantAccess(request: object, access: Access): void {
  GRANTED.set(request, access);
}

/** Whether anybody has authenticated the request. */
export function isGranted(request: object): boolean {
  return GRANTED.has(request);
}

/** @throws when nobody has authenticated the request, which is a bug: what reads it must be guarded. */
export function readGrantedAccess(request: object): Access {
  const access = GRANTED.get(request);
  if (access === undefined) throw new Error('The request was not authenticated, but its access is asked for.');
  return access;
}
