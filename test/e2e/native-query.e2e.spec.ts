import { Database } from '../../src/database/database';
import { DatabaseError } from '../../src/database/database-error';
import { type AgentReplyDto } from '../../src/agent/native/agent-reply.dto';
import { startTestApp, type TestApp } from '../support/test-app';
import { countRows, readChunks, readError } from '../support/wire';

const NATIVE = '/api/agent/query';
const CUSTOMER = '+1234567890';
const REPLY_KEYS = ['actions', 'answer', 'conversation_id', 'model', 'usage'];

interface NativeFrame {
  readonly type: string;
  readonly text?: string;
  readonly tool?: string;
  readonly status?: string;
}

describe('POST /api/agent/query', () => {
  let service: TestApp;

  beforeEach(async () => {
    service = await startTestApp();
  });

  afterEach(async () => {
    await service.close();
  });

  async function ask(body: object): Promise<AgentReplyDto> {
    const response = await service.post(NATIVE, body);
    expect(response.status).toBe(200);
    return (await response.json()) as AgentReplyDto;
  }

  async function askStreaming(body: object): Promise<readonly NativeFrame[]> {
    const response = await service.post(NATIVE, { ...body, stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    return readChunks(await response.text()) as readonly NativeFrame[];
  }

  const outcomesOf = (reply: AgentReplyDto): string[] => reply.actions.map(({ tool, status }) => `${tool}:${status}`);
  const rows = (): ReturnType<typeof countRows> => countRows(service.app.get(Database));

  describe('when it is one question', () => {
    it('should answer with the model, the usage and a new conversation', async () => {
      const reply = await ask({ query: 'What loan options are available?' });
      expect(Object.keys(reply).sort()).toEqual(REPLY_KEYS);
      expect(reply.answer).toMatch(/personal/i);
      expect(reply.conversation_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(reply.model).toBe('embedded-dialog-1');
      expect(outcomesOf(reply)).toEqual(['list_loan_products:ok']);
      expect(reply.usage.prompt_tokens).toBeGreaterThan(0);
      expect(reply.usage.total_tokens).toBe(reply.usage.prompt_tokens + reply.usage.completion_tokens);
    });

    it('should take null for absent', async () => {
      const reply = await ask({ query: 'Hello', phone_number: null, conversation_id: null, stream: null });
      expect(reply.answer).not.toBe('');
    });

    it('should keep two conversations without an id apart', async () => {
      const [first, second] = [await ask({ query: 'Hello' }), await ask({ query: 'Hello' })];
      expect(second.conversation_id).not.toBe(first.conversation_id);
    });
  });

  describe('when the tag in the query holds no number', () => {
    it('should name the query, and leave the conversation as it was', async () => {
      const before = await rows();
      const response = await service.post(NATIVE, { query: 'hi [phone: abc]', conversation_id: 'call-1' });
      expect(response.status).toBe(400);
      expect(await readError(response)).toMatchObject({ param: 'query', code: 'invalid_value' });
      expect(await rows()).toEqual(before);
      await ask({ query: 'What loan options are available?', conversation_id: 'call-1' });
    });
  });

  describe('when a caller blocks a card', () => {
    it('should propose, remember who calls, and do it once on the yes', async () => {
      const asked = await ask({ query: 'Block my credit card', phone_number: CUSTOMER });
      const { conversation_id } = asked;
      expect(asked.answer).toMatch(/4211.*yes or no\?/);
      expect(outcomesOf(asked)).toEqual(['block_card:proposed']);
      expect(await rows()).toMatchObject({ pending_action: 1, card_action: 0 });

      const acted = await ask({ query: 'yes', conversation_id });
      expect(acted).toMatchObject({ conversation_id, model: 'tellerline-policy-1' });
      expect(acted.answer).toMatch(/4211 is blocked/);
      expect(outcomesOf(acted)).toEqual(['block_card:done']);
      expect(acted.actions[0]?.result).toMatchObject({
        card: { network: 'Visa', last_four: '4211', state: 'blocked' },
        action_id: expect.any(String) as string,
      });
      expect(await rows()).toMatchObject({ pending_action: 1, card_action: 1, conversation_message: 4 });

      const again = await ask({ query: 'Block my credit card', conversation_id });
      expect(again.answer).toMatch(/already blocked/);
      expect(await rows()).toMatchObject({ card_action: 1 });
    });

    it('should do nothing on a no', async () => {
      const { conversation_id } = await ask({ query: 'Block my credit card', phone_number: CUSTOMER });
      const refused = await ask({ query: 'no', conversation_id });
      expect(refused.answer).toMatch(/have not blocked/);
      expect(outcomesOf(refused)).toEqual(['block_card:withdrawn']);
      expect(outcomesOf(await ask({ query: 'yes', conversation_id }))).not.toContain('block_card:done');
      expect(await rows()).toMatchObject({ card_action: 0 });
    });

    it('should do nothing on a yes in another conversation', async () => {
      await ask({ query: 'Block my credit card', phone_number: CUSTOMER, conversation_id: 'one' });
      await ask({ query: 'Hello', phone_number: CUSTOMER, conversation_id: 'two' });
      await ask({ query: 'yes', phone_number: CUSTOMER, conversation_id: 'two' });
      expect(await rows()).toMatchObject({ pending_action: 1, card_action: 0 });
    });

    it('should do nothing on a yes of another number', async () => {
      await ask({ query: 'Block my credit card', phone_number: CUSTOMER, conversation_id: 'one' });
      await ask({ query: 'yes', phone_number: '+15550100001', conversation_id: 'one' });
      expect(await rows()).toMatchObject({ card_action: 0 });
    });

    it('should block the card once when five yes arrive at the same time', async () => {
      const { conversation_id } = await ask({ query: 'Block my credit card', phone_number: CUSTOMER });
      const replies = await Promise.all(Array.from({ length: 5 }, () => ask({ query: 'yes', conversation_id })));
      expect(replies.filter((reply) => /4211 is (already )?blocked/.test(reply.answer)).length).toBeGreaterThan(0);
      expect(await rows()).toMatchObject({ pending_action: 1, card_action: 1 });
      const { queries } = service.app.get(Database);
      const cards = await queries.selectFrom('card').selectAll().where('last_four', '=', '4211').execute();
      expect(cards.map(({ state }) => state)).toEqual(['blocked']);
    });

    it('should take the number from a tag when the field is absent', async () => {
      const asked = await ask({ query: `Block my credit card [phone: ${CUSTOMER}]` });
      expect(outcomesOf(asked)).toEqual(['block_card:proposed']);
    });

    it('should ask who calls when nothing says so', async () => {
      const asked = await ask({ query: 'Block my credit card' });
      expect(asked.answer).toMatch(/phone number/i);
      expect(outcomesOf(asked).every((outcome) => outcome !== 'block_card:proposed')).toBe(true);
      expect(await rows()).toMatchObject({ pending_action: 0 });
    });
  });

  describe('when the database does not answer', () => {
    it.each([false, true])('should ask to come back, and say nothing of the database (stream: %s)', async (stream) => {
      const failure = new DatabaseError('PostgreSQL failed: connect ECONNREFUSED 10.0.0.7:5432');
      const outage = jest.spyOn(service.app.get(Database), 'transaction').mockRejectedValue(failure);
      const response = await service.post(NATIVE, { query: 'Block my credit card', phone_number: CUSTOMER, stream });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('2');
      const error = await readError(response);
      expect(error).toMatchObject({ type: 'service_unavailable_error', param: null, code: 'server_is_overloaded' });
      expect(error.message).not.toMatch(/postgres|10\.0/i);
      outage.mockRestore();
      expect((await ask({ query: 'Hello' })).answer).not.toBe('');
    });
  });

  describe('when it streams', () => {
    it('should send the words, the actions, and the whole reply at the end', async () => {
      const frames = await askStreaming({ query: 'Block my credit card', phone_number: CUSTOMER });
      const end = frames.at(-1) as unknown as AgentReplyDto;
      expect(frames.at(-1)?.type).toBe('turn_end');
      expect(frames.filter(({ type }) => type === 'action')).toMatchObject([
        { tool: 'block_card', status: 'proposed' },
      ]);
      const words = frames.filter(({ type }) => type === 'text_delta').map(({ text }) => text);
      expect(words.join('')).toBe(end.answer);
      expect(Object.keys(end).sort()).toEqual([...REPLY_KEYS, 'type'].sort());
      expect(new Set(frames.map(({ type }) => type))).toEqual(new Set(['text_delta', 'action', 'turn_end']));

      const { conversation_id } = end;
      const acted = await askStreaming({ query: 'yes', conversation_id });
      expect(acted.at(-1)).toMatchObject({ type: 'turn_end', conversation_id, model: 'tellerline-policy-1' });
      expect(acted.filter(({ type }) => type === 'action')).toMatchObject([{ tool: 'block_card', status: 'done' }]);
      expect(await rows()).toMatchObject({ card_action: 1 });
    });

    it('should say the same as the one reply', async () => {
      const query = 'What loan options are available?';
      const frames = await askStreaming({ query });
      const { answer, actions, usage } = await ask({ query });
      expect(frames.at(-1)).toMatchObject({ answer, actions, usage });
    });

    it('should answer with a status when it fails before its first word', async () => {
      const response = await service.post(NATIVE, { query: '', stream: true });
      expect(response.status).toBe(400);
      expect(await readError(response)).toMatchObject({ param: 'query' });
    });
  });
});
