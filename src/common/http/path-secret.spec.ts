import { type IncomingMessage } from 'node:http';
import * as fc from 'fast-check';
import { readPathSecret, takePathSecret } from './path-secret';

interface Taken {
  readonly url: string;
  readonly secret: string | undefined;
}

/** Takes a URL as Fastify hands it over, which has kept a copy of it by then. */
function take(url: string): Taken {
  const request = { url, originalUrl: url } as IncomingMessage & { originalUrl: string };
  const rewritten = takePathSecret(request);
  request.url = rewritten;
  expect(request.originalUrl).toBe(rewritten);
  return { url: rewritten, secret: readPathSecret(request) };
}

describe(takePathSecret.name, () => {
  it.each<[string, string, string]>([
    ['/k/tlk_1/v1/chat/completions', '/v1/chat/completions', 'tlk_1'],
    ['/k/tlk_1/v1/models?limit=1', '/v1/models?limit=1', 'tlk_1'],
    ['/k/tlk_1/api/agent/query/openai/', '/api/agent/query/openai/', 'tlk_1'],
    ['/k/tlk_1', '/', 'tlk_1'],
    ['/k/tlk_1/', '/', 'tlk_1'],
    ['/k/tlk_1?a=b', '/?a=b', 'tlk_1'],
    ['/K/tlk_1/v1/models', '/v1/models', 'tlk_1'],
    ['//k//tlk_1//v1//models', '/v1//models', 'tlk_1'],
    ['/k//v1/models', '/models', 'v1'],
    ['/k/a%2Fb%20c/v1/models', '/v1/models', 'a/b c'],
    ['/k/%zz/v1/models', '/v1/models', '%zz'],
    ['http://bank.example/k/tlk_1/v1/models', '/v1/models', 'tlk_1'],
    ['HTTPS://bank.example:8443/k/tlk_1', '/', 'tlk_1'],
    ['/k/tlk_1/k/tlk_1/v1/models', '/v1/models', 'tlk_1'],
    ['/k/tlk_1/k/tlk_2/v1/models', '/v1/models', 'tlk_1'],
    ['/k/tlk_1/v1/models/k/a', '/v1/models/k/a', 'tlk_1'],
  ])('should take the secret off %s', (url, rest, secret) => {
    expect(take(url)).toEqual({ url: rest, secret });
  });

  it.each(['/', '/v1/models', '/k', '/k/', '/k/?a', '/v1/k/tlk_1', '/kk/tlk_1', '/health?x=/k/tlk_1/', '*', ''])(
    'should find none in %s, and leave it as it is',
    (url) => {
      expect(take(url)).toEqual({ url, secret: undefined });
    },
  );

  it('should give back any secret that is written as a part of a URL, and leave nothing of it', () => {
    const secret = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(secret, fc.webPath(), (text, path) => {
        const { url, secret: found } = take(`/k/${encodeURIComponent(text)}/x${path}`);
        expect(found).toBe(text);
        expect(url).toBe(`/x${path}`);
      }),
    );
  });

  it('should take no time over hostile URLs', () => {
    for (const url of ['/k/'.repeat(5_000), '/'.repeat(15_000), `/k/${'/'.repeat(15_000)}`, 'http://'.repeat(2_000)]) {
      expect(take(url).url.length).toBeLessThanOrEqual(url.length);
    }
  });
});
