import { readConfig } from '../../src/config/read-config';
import { startTestApp } from '../support/test-app';

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
});
