import { get } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { readConfig } from '../../src/config/read-config';
import { startTestApp } from '../support/test-app';
import { readErrorBody } from '../support/wire';

const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };

describe('a service without keys', () => {
  it('should listen on loopback only, serve everybody there, and warn of it', async () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/HOST is "0.0.0.0"; without API_KEYS/);
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/API_KEYS is not set; in production/);
    const service = await startTestApp();
    try {
      for (const path of ['/v1/chat/completions', '/k/anything/v1/chat/completions']) {
        const response = await service.post(path, HELLO, { headers: { authorization: 'Bearer anything' } });
        expect(response.status).toBe(200);
        await response.text();
      }
      expect(service.logs()).toContain('"level":"warn"');
      expect(service.logs()).toContain('There are no API keys: whoever is on this machine is served');
    } finally {
      await service.close();
    }
  });

  it('should refuse a page whose domain was made to lead to this machine, whatever it asks for', async () => {
    const service = await startTestApp();
    try {
      for (const path of ['/v1/models', '/k/anything/v1/models']) {
        const { status, body } = await getAs('rebound.evil.example:8000', service.url + path);
        expect(status).toBe(403);
        expect(readErrorBody(body)).toMatchObject({ type: 'permission_error', code: 'host_not_allowed' });
        expect(await getAs('localhost:8000', service.url + path)).toMatchObject({ status: 200 });
      }
    } finally {
      await service.close();
    }
  });
});

function getAs(host: string, url: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      readText(response).then((body) => {
        resolve({ status: response.statusCode, body });
      }, reject);
    }).on('error', reject);
  });
}
