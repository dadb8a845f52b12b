import { isIPv4 } from 'node:net';
import { type ApiKey, type NodeEnvironment } from './app-config';
import { parseApiKeys } from './parse-api-keys';

interface Circumstances {
  readonly nodeEnvironment: NodeEnvironment;
  /** Where the service is to listen. */
  readonly host: string;
  /** Where problems go. */
  readonly problems: string[];
}

/** Without keys everybody is served who reaches the service, so nobody may who is not on its machine. */
export function readApiKeys(text: string | undefined, circumstances: Circumstances): readonly ApiKey[] {
  const { nodeEnvironment, host, problems } = circumstances;
  if (text === undefined) {
    if (nodeEnvironment === 'production') {
      problems.push('API_KEYS is not set; in production there must be a key (npm run keys:create makes one).');
    } else if (!isLoopback(host)) {
      problems.push(`HOST is "${host}"; without API_KEYS it must be a loopback address such as 127.0.0.1.`);
    }
    return [];
  }
  const parsed = parseApiKeys(text);
  problems.push(...parsed.problems.map((problem) => `API_KEYS: ${problem}.`));
  if (parsed.keys.length === 0 && parsed.problems.length === 0) problems.push('API_KEYS: there is no key in it.');
  return Object.freeze(parsed.keys);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
