import { type IncomingHttpHeaders } from 'node:http';

const BEARER = /^bearer(\s+|$)/i;

/**
 * The key as OpenAI's clients send it (`Authorization: Bearer KEY`), or bare in `Authorization` as some platforms do, or
 * as Azure's clients send it (`api-key: KEY`). The first of these that holds something counts.
 */
export function readPresentedKey(headers: IncomingHttpHeaders): string | undefined {
  const authorization = headers.authorization?.replace(BEARER, '').trim() ?? '';
  if (authorization !== '') return authorization;
  const [apiKey = ''] = [headers['api-key']].flat();
  return apiKey === '' ? undefined : apiKey;
}
