import { BedrockEmulator } from './bedrock-emulator';

const MODEL_PATH = '/model/amazon.nova-lite-v1%3A0';
const toolConfig = {
  tools: [{ toolSpec: { name: 'list_cards', inputSchema: { json: { type: 'object', properties: {} } } } }],
};

/** The emulator without the SDK in between: what the adapter's own tests cannot see. */
describe(BedrockEmulator.name, () => {
  let emulator: BedrockEmulator;

  beforeEach(async () => {
    emulator = await new BedrockEmulator().start();
  });

  afterEach(async () => {
    await emulator.stop();
  });

  function post(
    path: string,
    body: unknown,
    headers: Record<string, string> = { authorization: 'Bearer key' },
  ): Promise<Response> {
    return fetch(emulator.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  function ask(text: string, fields: object = {}): Promise<Response> {
    return post(`${MODEL_PATH}/converse`, { messages: [{ role: 'user', content: [{ text }] }], ...fields });
  }

  it('should answer Converse as a whole', async () => {
    const response = await ask('N=2', {});
    expect(await response.json()).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: 'word0 word1 ' }] } },
      stopReason: 'end_turn',
      usage: { outputTokens: 3 },
    });
    expect(emulator.lastRequest).toMatchObject({
      modelId: 'amazon.nova-lite-v1:0',
      operation: 'converse',
      connection: 1,
    });
  });

  it('should call only tools that are on offer', async () => {
    const words = 'CALL_TOOL list_cards {"limit":1} CALL_TOOL steal_money {}';
    expect(await (await ask(words, { toolConfig })).json()).toMatchObject({
      output: { message: { content: [{ toolUse: { name: 'list_cards', input: { limit: 1 } } }] } },
      stopReason: 'tool_use',
    });
    expect(await (await ask(words)).json()).toMatchObject({ stopReason: 'end_turn' });
  });

  it('should quote tool results and not call again', async () => {
    const messages = [
      { role: 'user', content: [{ text: 'CALL_TOOL list_cards {}' }] },
      { role: 'assistant', content: [{ toolUse: { toolUseId: '1', name: 'list_cards', input: {} } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: '1', content: [{ text: 'ends in 42' }] } }] },
    ];
    const response = await post(`${MODEL_PATH}/converse`, { messages, toolConfig });
    expect(await response.json()).toMatchObject({
      output: { message: { content: [{ text: 'The tool says: ends in 42' }] } },
      stopReason: 'end_turn',
    });
  });

  it('should name the exception in a header', async () => {
    const response = await ask('ERR_429 RETRY_AFTER=2');
    expect(response.status).toBe(429);
    expect(response.headers.get('x-amzn-errortype')).toMatch(/^ThrottlingException:/);
    expect(response.headers.get('retry-after')).toBe('2');
  });

  it.each([
    ['ERR_FIRST', 500],
    ['ERR_MIDSTREAM', 424],
    ['ERR_MID_429', 429],
  ])('should turn %s into a status when nothing streams', async (word, status) => {
    expect((await ask(word)).status).toBe(status);
  });

  it('should refuse a request that nobody signed', async () => {
    const response = await post(`${MODEL_PATH}/converse`, {}, {});
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  it('should refuse a body that Bedrock would refuse', async () => {
    const response = await post(`${MODEL_PATH}/converse-stream`, { messages: [] });
    expect(response.status).toBe(400);
  });

  it('should not know other paths', async () => {
    expect((await post('/ping', {})).status).toBe(404);
    expect(emulator.requests).toBe(0);
  });

  it('should frame its events with a padding field and no start event for text', async () => {
    const response = await post(`${MODEL_PATH}/converse-stream`, {
      messages: [{ role: 'user', content: [{ text: 'N=1' }] }],
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const types = [...bytes.toString('latin1').matchAll(/:event-type...([a-zA-Z]+)\r/gs)].map((match) => match[1]);
    expect(types).toEqual(['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']);
    expect(bytes.toString('latin1').match(/"p":"[a-z]+/g)).toHaveLength(5);
    expect(bytes.readUInt32BE(0)).toBeLessThan(bytes.length);
  });
});
