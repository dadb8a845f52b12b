import { randomBytes } from 'node:crypto';
import { KEY_PREFIX } from '../common/access';
import { FIELD_SEPARATOR, parseApiKeys, SCOPE_SEPARATOR } from '../config/parse-api-keys';
import { digestKey } from './digest-key';

const KEY_BYTES = 32;

interface KeyRequest {
  readonly id: string;
  readonly tenant: string;
  /** Separated by `+` or commas. */
  readonly scopes: string;
}

export interface NewApiKey {
  /** 256 random bits behind a prefix. Kept nowhere. */
  readonly key: string;
  /** What goes into `API_KEYS`, or into a line of `API_KEYS_FILE`. */
  readonly entry: string;
  /** Why the entry would be refused at start, if it would. */
  readonly problems: readonly string[];
}

export function makeApiKey({ id, tenant, scopes }: KeyRequest): NewApiKey {
  const key = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
  const joinedScopes = scopes.split(/[+,]/).join(SCOPE_SEPARATOR);
  const entry = [id, tenant, joinedScopes, digestKey(key).toString('hex')].join(FIELD_SEPARATOR);
  return { key, entry, problems: parseApiKeys(entry).problems };
}
