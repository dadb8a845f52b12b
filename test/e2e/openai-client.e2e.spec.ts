import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { startTestApp, type TestApp } from '../support/test-app';

const MODEL = 'embedded-dialog-1';
const LOANS: ChatCompletionMessageParam[] = [{ role: 'user', content: 'What loan options are available?' }];

describe('the official OpenAI client', () => {
  let service: TestApp;
  let client: OpenAI;

  beforeAll(async () => {
    service = await startTestApp({ MODEL_NAMES: 'strict' });
    client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'unused', maxRetries: 0 });
  });

  afterAll(async () => {
    await service.close();
  });

  async function failureOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
    try {
      await call;
    } catch (error) {
      if (error instanceof OpenAI.APIError) return error;
      throw error;
    }
    throw new Error('The call succeeded.');
  }

  describe('when it asks for a completion', () => {
    it('should get one, with the id of its request', async () => {
      const completion = await client.chat.completions.create({ model: MODEL, messages: LOANS });
      expect(completion.choices[0]?.message.content).toMatch(/personal/i);
      expect(completion.usage?.total_tokens).toBeGreaterThan(0);
      expect(completion._request_id).toMatch(/^req_[0-9a-f]{32}$/);
    });

    it('should also find the endpoint under its own path', async () => {
      const other = new OpenAI({ baseURL: `${service.url}/api/agent/query/openai`, apiKey: 'unused', maxRetries: 0 });
      const completion = await other.chat.completions.create({ model: MODEL, messages: LOANS });
      expect(completion.model).toBe(MODEL);
    });

    it('should lead a caller through blocking a card', async () => {
      const messages: ChatCompletionMessageParam[] = [
        { role: 'user', content: 'Block my credit card [phone: +1234567890]' },
      ];
      const asked = await client.chat.completions.create({ model: MODEL, messages });
      const question = asked.choices[0]?.message;
      if (question === undefined) throw new Error('There is no choice.');
      expect(question.content).toMatch(/4211.*yes or no\?/);
      messages.push(question, { role: 'user', content: 'yes' });
      const acted = await client.chat.completions.create({ model: MODEL, messages });
      expect(acted.choices[0]?.message.content).toMatch(/4211 is blocked/);
    });
  });

  describe('when it streams', () => {
    it('should hear the text chunk by chunk, and the usage at the end', async () => {
      const completion = await client.chat.completions.create({ model: MODEL, messages: LOANS });
      const stream = await client.chat.completions.create({
        model: MODEL,
        messages: LOANS,
        stream: true,
        stream_options: { include_usage: true },
      });
      const pieces: string[] = [];
      let totalTokens = 0;
      for await (const chunk of stream) {
        pieces.push(chunk.choices[0]?.delta.content ?? '');
        totalTokens = chunk.usage?.total_tokens ?? totalTokens;
      }
      expect(pieces.join('')).toBe(completion.choices[0]?.message.content);
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
      expect(totalTokens).toBe(completion.usage?.total_tokens);
    });

    it('should fold the stream to a final completion', async () => {
      const completion = await client.chat.completions.create({ model: MODEL, messages: LOANS });
      const runner = client.chat.completions.stream({ model: MODEL, messages: LOANS });
      const heard: string[] = [];
      runner.on('content', (delta) => heard.push(delta));
      const final = await runner.finalChatCompletion();
      expect(final.choices[0]?.message.content).toBe(completion.choices[0]?.message.content);
      expect(final.choices[0]?.finish_reason).toBe('stop');
      expect(heard.join('')).toBe(completion.choices[0]?.message.content);
    });

    it('should be able to hang up, and the service should go on', async () => {
      const stream = await client.chat.completions.create({ model: MODEL, messages: LOANS, stream: true });
      let heard = 0;
      for await (const chunk of stream) {
        heard += chunk.choices.length;
        stream.controller.abort();
      }
      expect(heard).toBeGreaterThan(0);
      const completion = await client.chat.completions.create({ model: MODEL, messages: LOANS });
      expect(completion.choices).toHaveLength(1);
    });
  });

  describe('when it lists models', () => {
    it('should find the one that answers', async () => {
      const models = await client.models.list();
      expect(models.data).toEqual([
        { id: MODEL, object: 'model', created: expect.any(Number) as number, owned_by: 'tellerline' },
      ]);
      expect(await client.models.retrieve(MODEL)).toMatchObject(models.data[0] ?? {});
    });

    it.each(['gpt-4o', 'a/b', '__proto__', 'ü'])('should get NotFoundError for %s', async (id) => {
      const error = await failureOf(client.models.retrieve(id));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
      expect(error.message).toContain(`The model \`${id}\` does not exist`);
    });
  });

  describe('when its request is refused', () => {
    it('should get BadRequestError with what is wrong', async () => {
      const error = await failureOf(client.chat.completions.create({ model: MODEL, messages: LOANS, temperature: 3 }));
      expect(error).toBeInstanceOf(OpenAI.BadRequestError);
      expect(error).toMatchObject({
        status: 400,
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'decimal_above_max_value',
      });
      expect(error.message).toContain('Expected a value <= 2, but got 3 instead.');
      expect(error.requestID).toMatch(/^req_[0-9a-f]{32}$/);
    });

    it('should get it for a stream too', async () => {
      const error = await failureOf(client.chat.completions.create({ model: MODEL, messages: [], stream: true }));
      expect(error).toBeInstanceOf(OpenAI.BadRequestError);
      expect(error).toMatchObject({ param: 'messages', code: 'empty_array' });
    });

    it('should get NotFoundError for a model that is not served', async () => {
      const error = await failureOf(client.chat.completions.create({ model: 'gpt-4o', messages: LOANS }));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: null });
    });

    it('should get NotFoundError for an endpoint that does not exist', async () => {
      const error = await failureOf(client.embeddings.create({ model: MODEL, input: 'x' }));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error.message).toContain('Invalid URL (POST /v1/embeddings)');
    });

    it('should get the status of a body that is too large', async () => {
      const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'a'.repeat(5_000_000) }];
      const error = await failureOf(client.chat.completions.create({ model: MODEL, messages }));
      expect(error).toMatchObject({ status: 413, code: 'request_too_large' });
    });
  });
});
