const REDIS_PROTOCOLS: readonly string[] = ['redis:', 'rediss:'];

/** The value may hold a password, so it is never repeated. */
export function readRedisUrl(url: string | undefined, problems: string[]): string | undefined {
  if (url === undefined) return undefined;
  const isPossible =
    URL.canParse(url) && REDIS_PROTOCOLS.includes(new URL(url).protocol) && new URL(url).hostname !== '';
  if (!isPossible) problems.push('REDIS_URL must start with redis:// or rediss:// and name a host.');
  return url;
}
