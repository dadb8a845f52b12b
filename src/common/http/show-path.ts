import { KEY_PREFIX } from '../access';

/** A key of ours, and what stands where a secret belongs: either may be in the wrong place, and is a secret there too. */
const SECRETS = new RegExp(`(${KEY_PREFIX})[\\w-]{8,}|(?<=/)(k/+)[^/]+`, 'gi');

/** The path of a URL as logs and errors may show it: without its query, which may hold anything, and without secrets. */
export function showPath(url: string): string {
  return (url.split('?')[0] ?? '').replace(SECRETS, '$1$2[hidden]');
}
