import { type IncomingMessage } from 'node:http';

/** `/k/SECRET` at the beginning of a path, then its rest and its query; slashes too many are forgiven as elsewhere. */
const PREFIXED = /^(?:https?:\/\/[^/?]*)?\/+k\/+([^/?]+)(?:\/+([^?]*))?(\?.*)?$/is;

/** Beside the request and not in it, so that nothing which prints a request prints the secret. */
const TAKEN = new WeakMap<object, string>();

/**
 * Takes a secret off a URL, for platforms that can send a key in no other place. What it returns is the URL for all
 * that comes after: routes, logs and errors see no other, the copy that Fastify keeps of the first one included.
 */
export function takePathSecret(request: IncomingMessage & { originalUrl?: string }): string {
  let url = request.url ?? '';
  for (let parts = PREFIXED.exec(url); parts !== null; parts = PREFIXED.exec(url)) {
    const [, secret = '', path = '', query = ''] = parts;
    if (!TAKEN.has(request)) TAKEN.set(request, decode(secret));
    url = `/${path}${query}`;
  }
  request.originalUrl = url;
  return url;
}

/** The secret that the URL of a request held. */
export function readPathSecret(request: object): string | undefined {
  return TAKEN.get(request);
}

function decode(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch {
    return secret;
  }
}
