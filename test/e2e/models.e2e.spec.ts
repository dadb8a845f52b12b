import OpenAI from 'openai';
import type { Model } from 'openai/resources/models';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError } from '../support/wire';

const PROFILE = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0';
const CHAT = '/v1/chat/completions';

describe('GET /v1/models', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ MODEL: PROFILE, MODEL_NAMES: 'strict' });
  });

  afterAll(async () => {
    await service.close();
  });

  const model = { id: PROFILE, object: 'model', created: expect.any(Number) as number, owned_by: 'amazon-bedrock' };

  it('should list the model that answers, with nothing but the keys of OpenAI', async () => {
    const response = await fetch(`${service.url}/v1/models`);
    expect(response.status).toBe(200);
    const list = (await response.json()) as { readonly data: readonly Model[] };
    expect(list).toEqual({ object: 'list', data: [model] });
    expect(list.data[0]?.created).toBeGreaterThan(1_600_000_000);
  });

  it.each([encodeURIComponent(PROFILE), PROFILE.replace('/', '%2f')])(
    'should find an id with a slash (%s)',
    async (id) => {
      const response = await fetch(`${service.url}/v1/models/${id}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(model);
    },
  );

  it.each(['v1', 'api/agent/query/openai', 'v1/chat/completions', 'api/agent/query/openai/chat/completions'])(
    'should be where a client looks whose base URL is /%s, as its completions are',
    async (base) => {
      const client = new OpenAI({ baseURL: `${service.url}/${base}`, apiKey: 'unused', maxRetries: 0 });
      expect((await client.models.list()).data).toEqual([model]);
      expect(await client.models.retrieve(PROFILE)).toMatchObject(model);
      const unknown = client.chat.completions.create({ model: 'gpt-x', messages: [{ role: 'user', content: 'Hi' }] });
      await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    },
  );

  it('should be at the root too', async () => {
    expect(await (await fetch(`${service.url}/models`)).json()).toEqual({ object: 'list', data: [model] });
  });

  it('should name the id that it does not find', async () => {
    const response = await fetch(`${service.url}/v1/models/a%2Fb`);
    expect(response.status).toBe(404);
    expect(await readError(response)).toEqual({
      message: 'The model `a/b` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    });
  });
});

describe(`POST ${CHAT} with an Idempotency-Key`, () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  it('should answer as without it, and each time anew', async () => {
    const ids: string[] = [];
    for (const content of ['Hello', 'Hello', 'What loan options are available?']) {
      const body = { messages: [{ role: 'user', content }] };
      const response = await service.post(CHAT, body, { headers: { 'idempotency-key': 'the-same' } });
      expect(response.status).toBe(200);
      ids.push(((await response.json()) as { readonly id: string }).id);
    }
    expect(new Set(ids).size).toBe(3);
  });
});
