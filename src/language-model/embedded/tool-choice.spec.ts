import { type JsonObject } from '../../common/json';
import {
  type LanguageModelEvent,
  type LanguageModelRequest,
  type ModelMessage,
  type ToolChoice,
  type ToolDefinition,
} from '../language-model';
import { JSON_REPLY_TOOL } from '../json-reply-tool';
import { EmbeddedDialogModel } from './embedded-dialog-model';

function defineTool(name: string, properties: JsonObject, required: readonly string[] = []): ToolDefinition {
  return { name, description: '', inputSchema: { type: 'object', properties, required } };
}

const STRING = { type: 'string' };
const LOANS = defineTool('list_loan_products', {});
const BLOCK = defineTool('block_card', { last_four: STRING });
const WEATHER = defineTool('get_weather', { city: STRING }, ['city']);
const TIME = defineTool('get_time', {});
const REPLY = defineTool(JSON_REPLY_TOOL, { answer: STRING, sure: { type: 'boolean' } }, ['answer', 'sure']);
const BANK = [LOANS, BLOCK];

const model = new EmbeddedDialogModel();

/** The spoken text, or the calls as `name {input}`. */
async function reply(messages: readonly ModelMessage[], parts: Partial<LanguageModelRequest>): Promise<string> {
  const request = { system: '', messages, tools: [], sampling: {}, signal: new AbortController().signal, ...parts };
  const said: string[] = [];
  for await (const event of model.stream(request)) {
    if (event.type === 'text-delta') said.push(event.text);
    if (event.type === 'tool-call') said.push(`[${event.id} ${event.name} ${event.inputJson}]`);
  }
  return said.join('');
}

function ask(text: string, tools: readonly ToolDefinition[], toolChoice?: ToolChoice): Promise<string> {
  return reply([{ role: 'user', text }], { tools, ...(toolChoice === undefined ? {} : { toolChoice }) });
}

describe(EmbeddedDialogModel.name, () => {
  describe('when it may call a tool that it knows nothing of', () => {
    it.each([
      [
        'two values',
        'weather in Paris and Rome',
        '[call_embedded_1_0 get_weather {"city":"Paris"}][call_embedded_1_1 get_weather {"city":"Rome"}]',
      ],
      [
        'a matter of the bank',
        'Block my card, I am in Paris and the weather is bad',
        '[call_embedded_1_0 block_card {}]',
      ],
      ['loans', 'What loans do you have?', '[call_embedded_1_0 list_loan_products {}]'],
    ])('should call the right one for %s', async (_name, text, expected) => {
      expect(await ask(text, [...BANK, WEATHER, TIME])).toBe(expected);
    });

    it('should not do so within an open matter of the bank', async () => {
      const messages: readonly ModelMessage[] = [
        { role: 'user', text: 'Block my card' },
        {
          role: 'assistant',
          text: 'Which card do you mean: the Visa ending in 4211 or the Visa ending in 1881?',
          toolCalls: [],
        },
        { role: 'user', text: 'this time the first one' },
      ];
      expect(await reply(messages, { tools: [...BANK, TIME] })).toBe(
        '[call_embedded_3_0 block_card {"last_four":"4211"}]',
      );
    });

    it('should say the same as without it when it is not spoken of', async () => {
      expect(await ask('Tell me a joke', [...BANK, WEATHER])).toBe(await ask('Tell me a joke', BANK));
    });
  });

  describe('when it has to call a tool', () => {
    const required: ToolChoice = { type: 'required' };

    it.each([
      ['the one that is named', 'What loans do you have?', { type: 'tool', name: 'get_time' } as const, 'get_time {}'],
      ['one of the bank, if that is named', 'Hello', { type: 'tool', name: 'block_card' } as const, 'block_card {}'],
      ['what it would call anyway', 'What loans do you have?', required, 'list_loan_products {}'],
      ['the likeliest', 'What time do you have?', required, 'get_time {}'],
      ['the first', 'Hello', required, 'get_weather {"city":"Hello"}'],
    ])('should call %s', async (...[, text, toolChoice, expected]) => {
      expect(await ask(text, [...BANK, WEATHER, TIME], toolChoice)).toBe(`[call_embedded_1_0 ${expected}]`);
    });

    it('should go on from the results of the bank to another call', async () => {
      const messages: readonly ModelMessage[] = [
        { role: 'user', text: 'What loans do you have?' },
        { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'list_loan_products', inputJson: '{}' }] },
        { role: 'tool', results: [{ toolCallId: 'a', output: '{"products":[]}', isError: false }] },
      ];
      expect(await reply(messages, { tools: [LOANS, TIME], toolChoice: required })).toBe(
        '[call_embedded_3_0 get_time {}]',
      );
      expect(await reply(messages, { tools: [LOANS, REPLY], toolChoice: required })).toBe(
        `[call_embedded_3_0 ${JSON_REPLY_TOOL} {"answer":"I have no loans to tell you about at the moment. Is there anything else I can help you with?","sure":false}]`,
      );
    });

    it('should call one of the bank where there is no other', async () => {
      expect(await ask('Hello', [LOANS], required)).toBe('[call_embedded_1_0 list_loan_products {}]');
    });

    it('should speak where nothing is on offer', async () => {
      expect(await ask('Thank you', [], required)).toContain('welcome');
    });
  });

  describe('when it has to answer in JSON', () => {
    it.each([
      ['its own words', 'Thank you', { type: 'required' } as const],
      [
        'its own words, if the answer is all that is on offer',
        'Thank you',
        { type: 'tool', name: JSON_REPLY_TOOL } as const,
      ],
    ])('should put %s into the form', async (_name, text, toolChoice) => {
      expect(await ask(text, [...BANK, WEATHER, REPLY], toolChoice)).toBe(
        `[call_embedded_1_0 ${JSON_REPLY_TOOL} {"answer":"You are welcome. Is there anything else I can help you with?","sure":false}]`,
      );
    });

    it('should end it before a stop sequence, and keep the form', async () => {
      const sampling = { stopSequences: ['Is there', '"'] };
      expect(await reply([{ role: 'user', text: 'Thank you' }], { tools: [REPLY], sampling })).toBe(
        `[call_embedded_1_0 ${JSON_REPLY_TOOL} {"answer":"You are welcome. ","sure":false}]`,
      );
    });

    it('should give nothing of it where the limit of tokens cuts it off', async () => {
      const answerWithin = async (maxTokens: number) => {
        const messages: readonly ModelMessage[] = [{ role: 'user', text: 'Thank you' }];
        const rest = { system: '', signal: new AbortController().signal };
        const events: LanguageModelEvent[] = [];
        for await (const event of model.stream({ ...rest, messages, tools: [REPLY], sampling: { maxTokens } }))
          events.push(event);
        return events;
      };
      expect(await answerWithin(10)).toMatchObject([
        { type: 'response-end', stopReason: 'max-tokens', usage: { outputTokens: 10 } },
      ]);
      expect(await answerWithin(50)).toMatchObject([
        { type: 'tool-call', name: JSON_REPLY_TOOL },
        { type: 'response-end', stopReason: 'tool-use' },
      ]);
    });

    it('should call the tools for it first', async () => {
      const tools = [...BANK, WEATHER, REPLY];
      expect(await ask('weather in Rome', tools, { type: 'required' })).toContain('get_weather {"city":"Rome"}');
      expect(await ask('What loans do you have?', tools, { type: 'required' })).toContain('list_loan_products {}');
    });
  });

  describe('when tools gave results', () => {
    const messages: readonly ModelMessage[] = [
      { role: 'user', text: 'What loans do you have, and what is the weather?' },
      {
        role: 'assistant',
        text: '',
        toolCalls: [
          { id: 'a', name: 'list_loan_products', inputJson: '{}' },
          { id: 'b', name: 'get_weather', inputJson: '{}' },
        ],
      },
    ];
    const ofBank = { toolCallId: 'a', output: '{"say":"We have none."}', isError: false };
    const foreign = { toolCallId: 'b', output: '{"say":"It is sunny"}', isError: false };

    it.each([
      ['both', [ofBank, foreign], 'We have none. say: It is sunny.'],
      ['one', [foreign], 'say: It is sunny.'],
    ])('should say %s, and take no sentence for one that the server prescribes', async (_name, results, expected) => {
      expect(await reply([...messages, { role: 'tool', results }], { tools: BANK })).toBe(expected);
    });

    it('should apologise for one that failed', async () => {
      const results = [{ ...foreign, isError: true }];
      expect(await reply([...messages, { role: 'tool', results }], { tools: BANK })).toContain('did not work');
    });
  });
});
