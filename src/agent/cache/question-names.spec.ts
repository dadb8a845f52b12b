import { KeyedDigest } from '../../common/keyed-digest';
import { TurnClock } from '../../common/turn-clock';
import { type JsonObject } from '../../common/json';
import { type ToolDefinition } from '../../language-model/language-model';
import { type AgentTurn } from '../agent-turn';
import { QuestionNames } from './question-names';

const TURN: AgentTurn = {
  messages: [{ role: 'user', text: 'What is a fixed rate?' }],
  sampling: { temperature: 0.2 },
  mayAssertCaller: true,
  actor: 'caller',
  conversationOwner: 'acme/asserted',
  requestId: 'req_1',
  signal: new AbortController().signal,
};

interface Circumstances {
  readonly modelId?: string;
  readonly tools?: readonly ToolDefinition[];
  readonly secret?: string;
}

function name(
  turn: Partial<AgentTurn> = {},
  { modelId = 'model-1', tools = [], secret = 'a' }: Circumstances = {},
): string {
  return new QuestionNames(new KeyedDigest({ passcodes: { secret } }), { id: modelId }, { definitions: tools }).nameOf({
    ...TURN,
    ...turn,
  });
}

describe(QuestionNames.name, () => {
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
    expect(name({}, { modelId: 'model-2' })).not.toBe(name());
  });

  it('should name it otherwise when the tools are others', () => {
    const tools = [{ name: 'quote_loan', description: '', inputSchema: { type: 'object' } }];
    expect(name({}, { tools })).not.toBe(name());
  });

  it('should name it otherwise under another secret', () => {
    expect(name({}, { secret: 'b' })).not.toBe(name());
  });

  it('should write the tools out once, and not for each question', () => {
    let writings = 0;
    const inputSchema = { type: 'object', toJSON: () => (writings += 1) };
    const tools = [{ name: 'quote_loan', description: '', inputSchema: inputSchema as unknown as JsonObject }];
    const names = new QuestionNames(new KeyedDigest({ passcodes: {} }), { id: 'model-1' }, { definitions: tools });
    for (let count = 0; count < 3; count += 1) names.nameOf(TURN);
    expect(writings).toBe(1);
  });
});
