import { TurnClock } from '../../common/turn-clock';
import { type AgentTurn } from '../agent-turn';
import { nameQuestion } from './name-question';

const TURN: AgentTurn = {
  messages: [{ role: 'user', text: 'What is a fixed rate?' }],
  sampling: { temperature: 0.2 },
  mayAssertCaller: true,
  actor: 'caller',
  conversationOwner: 'acme/asserted',
  requestId: 'req_1',
  signal: new AbortController().signal,
};

function name(turn: Partial<AgentTurn> = {}, modelId = 'model-1'): string {
  return nameQuestion({ ...TURN, ...turn }, { modelId, tools: [] });
}

describe(nameQuestion.name, () => {
  it('should name a question that is asked again as it was named before', () => {
    const again = name({
      requestId: 'req_2',
      endUser: 'somebody',
      signal: new AbortController().signal,
      clock: new TurnClock(),
      allowance: { refusal: undefined, countBy: () => undefined },
    });
    expect(again).toBe(name());
    expect(name()).toMatch(/^[\w-]{43}$/);
  });

  it.each<[string, Partial<AgentTurn>]>([
    ['other words', { messages: [{ role: 'user', text: 'What is a floating rate?' }] }],
    ['more words before', { messages: [{ role: 'system', text: 'Be brief.' }, ...TURN.messages] }],
    ['another temperature', { sampling: { temperature: 0.3 } }],
    ['another length', { sampling: { temperature: 0.2, maxTokens: 20 } }],
    ['another form', { jsonFormat: { schema: { type: 'object' } } }],
    ['another tenant', { conversationOwner: 'other-bank/asserted' }],
    ['other rights', { conversationOwner: 'acme/claimed', mayAssertCaller: false }],
  ])('should name one with %s otherwise', (_what, turn) => {
    expect(name(turn)).not.toBe(name());
  });

  it('should name it otherwise for another model', () => {
    expect(name({}, 'model-2')).not.toBe(name());
  });

  it('should name it otherwise when the tools are others', () => {
    const tools = [{ name: 'quote_loan', description: '', inputSchema: { type: 'object' } }];
    expect(nameQuestion(TURN, { modelId: 'model-1', tools })).not.toBe(name());
  });
});
