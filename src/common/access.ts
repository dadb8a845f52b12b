/** What a key may be used for. Everything else needs a key, and no scope. */
export const ACCESS_SCOPES = ['chat', 'assert_caller', 'cards:write', 'vapi', 'admin'] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/** Who sent a request, as the service has authenticated them. */
export interface Access {
  /** Names the key, and is no secret; `anonymous` where the service runs without keys. */
  readonly keyId: string;
  /** Whose key it is. Nothing that one tenant stores is found by another. */
  readonly tenant: string;
  readonly scopes: readonly AccessScope[];
}

/** What keys that we make begin with, so that scanners for leaked secrets, and our own log, know one. */
export const KEY_PREFIX = 'tlk_';

/** No key and no tenant can be called so. */
export const ANONYMOUS = 'anonymous';

/** Everybody who reaches a service without keys, which listens on loopback only. */
export const ANONYMOUS_ACCESS: Access = {
  keyId: ANONYMOUS,
  tenant: ANONYMOUS,
  scopes: ['chat', 'assert_caller', 'cards:write'],
};
