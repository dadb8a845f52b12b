import { ACCESS_SCOPES, type AccessScope, ANONYMOUS } from '../common/access';
import { type ApiKey } from './app-config';

/** One key in use and the next one, while clients change over. */
const MOST_KEYS_OF_A_TENANT = 2;

/** Short and in lower case, so that no key and no digest can pass for a name. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const DIGEST = /^[0-9a-f]{64}$/i;

/** A slash stands in no name, no scope and no digest, so an entry can be read in one way only. */
export const FIELD_SEPARATOR = '/';
export const SCOPE_SEPARATOR = '+';

export interface ParsedApiKeys {
  readonly keys: readonly ApiKey[];
  /**
   * Entries are named by their position: any part of one may be a secret that stands in the wrong place. Only a tenant
   * that several good entries share is named.
   */
  readonly problems: readonly string[];
}

interface Entry {
  /** 1 for the first. */
  readonly position: number;
  readonly key: ApiKey;
}

/** From the sign to the end of its line; it stands in no entry. */
const COMMENT = /#.*/g;
const DIGESTS = /\b[0-9a-f]{64}\b/gi;

/**
 * Reads keys as `id/tenant/scope+scope/sha256`, one a line or separated by commas, for example
 * `voice/acme/chat+assert_caller/9f86d0...` with all 64 hexadecimal digits. Comments begin with `#`.
 */
export function parseApiKeys(text: string): ParsedApiKeys {
  const texts = text
    .replace(COMMENT, '')
    .split(/[,\r\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const entries: Entry[] = [];
  const problems: string[] = texts.length === 0 ? ['there is no key in it'] : [];
  for (const [index, entry] of texts.entries()) {
    const position = index + 1;
    const found = findProblems(entry);
    problems.push(...found.map((problem) => `entry ${position} ${problem}`));
    if (found.length === 0) entries.push({ position, key: toApiKey(entry) });
  }
  problems.push(
    ...findShared(entries, { valueOf: ({ keyId }) => keyId, allowed: 1 }).map(({ all }) => `${all} have the same id`),
    ...findShared(entries, { valueOf: ({ sha256 }) => sha256, allowed: 1 }).map(({ all }) => `${all} are the same key`),
    ...findShared(entries, { valueOf: ({ tenant }) => tenant, allowed: MOST_KEYS_OF_A_TENANT }).map(
      ({ all, value }) => `${all} belong to the tenant ${value}, which may have ${MOST_KEYS_OF_A_TENANT} keys at most`,
    ),
  );
  return { keys: entries.map(({ key }) => key), problems };
}

/** Every digest that stands in a text outside of comments, in whatever entry, good or bad. */
export function findDigests(text: string): ReadonlySet<string> {
  const found = text.replace(COMMENT, '').match(DIGESTS) ?? [];
  return new Set(found.map((digest) => digest.toLowerCase()));
}

function splitEntry(
  entry: string,
): Readonly<Record<'id' | 'tenant' | 'scopes' | 'sha256', string>> & { count: number } {
  const fields = entry.split(FIELD_SEPARATOR);
  const [id = '', tenant = '', scopes = '', sha256 = ''] = fields;
  return { id, tenant, scopes, sha256, count: fields.length };
}

function findProblems(entry: string): readonly string[] {
  const { id, tenant, scopes, sha256, count } = splitEntry(entry);
  if (count !== 4) return ['must have the form id/tenant/scope+scope/sha256'];
  const problems: string[] = [];
  const names = [
    ['id', id],
    ['tenant', tenant],
  ] as const;
  for (const [field, name] of names) {
    if (!NAME.test(name)) {
      problems.push(`must have as ${field} 1 to 32 lower-case letters, digits, hyphens or underscores`);
    }
    if (name === ANONYMOUS) problems.push(`must have another ${field}, since requests without a key are called so`);
  }
  if (!scopes.split(SCOPE_SEPARATOR).every(isScope)) {
    problems.push(`must have as scopes one or more of ${ACCESS_SCOPES.join(', ')}, joined by ${SCOPE_SEPARATOR}`);
  }
  if (!DIGEST.test(sha256)) {
    problems.push('must end with the SHA-256 digest of the key, 64 hexadecimal digits, and never with the key itself');
  }
  return problems;
}

function toApiKey(entry: string): ApiKey {
  const { id, tenant, scopes, sha256 } = splitEntry(entry);
  return Object.freeze({
    keyId: id,
    tenant,
    scopes: Object.freeze([...new Set(scopes.split(SCOPE_SEPARATOR).filter(isScope))]),
    sha256: sha256.toLowerCase(),
  });
}

function isScope(text: string): text is AccessScope {
  return ACCESS_SCOPES.some((scope) => scope === text);
}

interface SharedValue {
  readonly valueOf: (key: ApiKey) => string;
  /** How many keys may have the same. */
  readonly allowed: number;
}

interface Sharers {
  readonly value: string;
  /** For example `entries 1 and 3`. */
  readonly all: string;
}

/** The values that more keys share than allowed. */
function findShared(entries: readonly Entry[], { valueOf, allowed }: SharedValue): readonly Sharers[] {
  const positions = new Map<string, number[]>();
  for (const { key, position } of entries) {
    positions.set(valueOf(key), [...(positions.get(valueOf(key)) ?? []), position]);
  }
  return [...positions]
    .filter(([, shared]) => shared.length > allowed)
    .map(([value, shared]) => ({ value, all: `entries ${shared.slice(0, -1).join(', ')} and ${shared.at(-1) ?? ''}` }));
}
