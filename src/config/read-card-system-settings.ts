import { type CardSystemSettings } from './app-config';
import { isSafeUrl } from './is-safe-url';

/** What a header may carry without quoting. */
const BEARER_TOKEN = /^[\x21-\x7e]+$/;

/** Reads CARD_SYSTEM_URL and CARD_SYSTEM_TOKEN, which come together or not at all. Neither value is ever repeated. */
export function readCardSystemSettings(
  readText: (name: string) => string | undefined,
  problems: string[],
): CardSystemSettings {
  const url = readText('CARD_SYSTEM_URL');
  const token = readText('CARD_SYSTEM_TOKEN');
  if (url === undefined) {
    if (token !== undefined) problems.push('CARD_SYSTEM_TOKEN is set, but CARD_SYSTEM_URL is not.');
    return { kind: 'ledger' };
  }
  if (!isSafeUrl(url) || /[?#]/.test(url)) {
    problems.push(
      'CARD_SYSTEM_URL must be an https URL (http only on loopback) without user name, password, query and fragment.',
    );
  }
  if (token === undefined) problems.push('CARD_SYSTEM_TOKEN is not set; CARD_SYSTEM_URL needs it.');
  else if (!BEARER_TOKEN.test(token)) problems.push('CARD_SYSTEM_TOKEN must be printable ASCII without spaces.');
  return { kind: 'http', url: url.replace(/\/+$/, ''), token: token ?? '' };
}
