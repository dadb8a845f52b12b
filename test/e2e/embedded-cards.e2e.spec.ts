import { type AgentReplyDto } from '../../src/agent/native/agent-reply.dto';
import { startTestApp, type TestApp } from '../support/test-app';

/** Of the demo bank: an active Visa 1881 and an active Mastercard 8805. */
const CUSTOMER = '+15550100001';

/** The demo as a newcomer starts it: the embedded model, the demo bank and the true tools. */
describe('The embedded model with the card tools', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  async function ask(body: object): Promise<AgentReplyDto> {
    const response = await service.post('/api/agent/query', body);
    expect(response.status).toBe(200);
    return (await response.json()) as AgentReplyDto;
  }

  /** What the caller says, turn by turn, in one call; the last reply. */
  async function call(...lines: readonly string[]): Promise<AgentReplyDto> {
    const [first = '', ...rest] = lines;
    let reply = await ask({ query: first, phone_number: CUSTOMER });
    for (const query of rest) reply = await ask({ query, conversation_id: reply.conversation_id });
    return reply;
  }

  it.each([
    ['which cards do I have', 'list_cards'],
    ['block my Visa', 'block_card'],
    ['please unblock my Visa', 'unblock_card'],
    ['my Mastercard was stolen', 'report_card_lost'],
    ['my Visa is damaged, please replace it', 'replace_card'],
    ['where is my replacement card', 'get_replacement_status'],
    ['activate my new card', 'activate_card'],
    ['what is the balance on my Visa', 'get_card_balance'],
    ['read me the last transactions on my Visa', 'list_card_transactions'],
    ["I don't recognise a charge of 42 dollars at Acme Shoes", 'dispute_transaction'],
    ['let me talk to a human', 'transfer_to_human'],
  ])('should call for "%s" the tool %s, with an input that it takes', async (query, tool) => {
    const { actions } = await call(query);
    expect(actions.map((action) => action.tool)).toEqual([tool]);
    expect(actions[0]?.status).not.toMatch(/invalid_input|failed/);
  });

  it('should report a lost card, after the card was chosen and the caller has said yes', async () => {
    const asked = await call('I lost my card', 'the first one');
    expect(asked.answer).toBe(
      'I can cancel your Visa ending in 1881 for good because it was lost, and order a new card. Shall I go ahead, yes or no?',
    );
    const done = await ask({ query: 'yes', conversation_id: asked.conversation_id });
    expect(done.actions[0]).toMatchObject({ tool: 'report_card_lost', status: 'done' });
    const next = await ask({ query: 'where is my replacement card', conversation_id: asked.conversation_id });
    expect(next.actions[0]?.tool).toBe('get_replacement_status');
  });
});
