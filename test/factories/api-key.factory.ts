import { makeApiKey } from '../../src/access/make-api-key';
import { type AccessScope } from '../../src/common/access';

export interface TestKey {
  readonly key: string;
  /** For `API_KEYS`. */
  readonly entry: string;
  readonly headers: { readonly authorization: string };
}

interface KeyOptions {
  readonly id?: string;
  readonly tenant?: string;
  readonly scopes?: readonly AccessScope[];
}

/** A fresh key, by default one of a voice platform that may assert its callers. */
export function createKey({
  id = 'voice',
  tenant = 'acme',
  scopes = ['chat', 'assert_caller'],
}: KeyOptions = {}): TestKey {
  const { key, entry, problems } = makeApiKey({ id, tenant, scopes: scopes.join('+') });
  if (problems.length > 0) throw new Error(`The key cannot be used: ${problems.join()}`);
  return { key, entry, headers: { authorization: `Bearer ${key}` } };
}

export function toApiKeysSetting(...keys: readonly TestKey[]): string {
  return keys.map(({ entry }) => entry).join(',');
}
