import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { type ApiKey, type NodeEnvironment } from './app-config';
import { nameFileError } from './name-file-error';
import { parseApiKeys } from './parse-api-keys';

interface KeySources {
  /** What `API_KEYS` holds. */
  readonly list: string | undefined;
  /** What `API_KEYS_FILE` names. */
  readonly file: string | undefined;
}

interface Circumstances {
  readonly nodeEnvironment: NodeEnvironment;
  /** Where the service is to listen. */
  readonly host: string;
  /** Where problems go. */
  readonly problems: string[];
}

interface ApiKeySettings {
  readonly apiKeys: readonly ApiKey[];
  readonly apiKeysFile: string | undefined;
}

/** Without keys everybody is served who reaches the service, so nobody may who is not on its machine. */
export function readApiKeys({ list, file }: KeySources, circumstances: Circumstances): ApiKeySettings {
  const { nodeEnvironment, host, problems } = circumstances;
  if (list !== undefined && file !== undefined) {
    problems.push('API_KEYS and API_KEYS_FILE are both set; keys come from one of them.');
  }
  if (list === undefined && file === undefined) {
    if (nodeEnvironment === 'production') {
      problems.push(
        'API_KEYS is not set; in production it or API_KEYS_FILE must list a key (npm run keys:create makes one).',
      );
    } else if (!isLoopback(host)) {
      problems.push(
        `HOST is "${host}"; without API_KEYS or API_KEYS_FILE it must be a loopback address such as 127.0.0.1.`,
      );
    }
    return { apiKeys: [], apiKeysFile: undefined };
  }
  const keys = list === undefined ? readKeyFile(file ?? '', problems) : toKeys(list, 'API_KEYS', problems);
  return { apiKeys: keys, apiKeysFile: file };
}

function readKeyFile(path: string, problems: string[]): readonly ApiKey[] {
  try {
    return toKeys(readFileSync(path, 'utf8'), 'API_KEYS_FILE', problems);
  } catch (error) {
    problems.push(`API_KEYS_FILE names a file that cannot be read (${nameFileError(error)}).`);
    return [];
  }
}

function toKeys(text: string, setting: string, problems: string[]): readonly ApiKey[] {
  const parsed = parseApiKeys(text);
  problems.push(...parsed.problems.map((problem) => `${setting}: ${problem}.`));
  return Object.freeze(parsed.keys);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
