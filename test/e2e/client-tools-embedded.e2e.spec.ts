import OpenAI from 'openai';
import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { startTestApp, type TestApp } from '../support/test-app';

const MODEL = 'embedded-dialog-1';
const WEATHER: ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get the current weather in a given city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
      required: ['city'],
      additionalProperties: false,
    },
  },
};
const TIME: ChatCompletionFunctionTool = {
  type: 'function',
  function: { name: 'get_time', description: 'Returns the current time' },
};
const TOOLS = [WEATHER, TIME];

function user(content: string): ChatCompletionMessageParam {
  return { role: 'user', content };
}

describe('client tools on the built-in model', () => {
  let service: TestApp;
  let client: OpenAI;

  beforeAll(async () => {
    service = await startTestApp();
    client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'unused', maxRetries: 0 });
  });

  afterAll(async () => {
    await service.close();
  });

  type Parameters = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'model' | 'messages'>;

  async function ask(
    messages: ChatCompletionMessageParam[],
    parameters: Parameters = { tools: TOOLS },
  ): Promise<OpenAI.ChatCompletion.Choice> {
    const { choices } = await client.chat.completions.create({ model: MODEL, messages, ...parameters });
    const [choice] = choices;
    if (choice === undefined) throw new Error('There is no choice.');
    return choice;
  }

  /** Each call as `name {arguments}`. */
  function callsOf({ message }: OpenAI.ChatCompletion.Choice): readonly string[] {
    return (message.tool_calls ?? []).map((call) =>
      call.type === 'function' ? `${call.function.name} ${call.function.arguments}` : call.type,
    );
  }

  /** Answers the calls of a reply, each with the output at its place, and asks on. */
  async function answerCalls(
    question: string,
    choice: OpenAI.ChatCompletion.Choice,
    outputs: readonly string[],
  ): Promise<OpenAI.ChatCompletion.Choice> {
    const results = (choice.message.tool_calls ?? []).map(({ id }, index): ChatCompletionMessageParam => ({
      role: 'tool',
      tool_call_id: id,
      content: outputs[index] ?? '',
    }));
    return ask([user(question), choice.message, ...results]);
  }

  describe('when the words speak of a tool', () => {
    const paris = "What's the weather in Paris, in celsius?";

    it('should call it, and say its result', async () => {
      const called = await ask([user(paris)]);
      expect(called.finish_reason).toBe('tool_calls');
      expect(callsOf(called)).toEqual(['get_weather {"city":"Paris","unit":"celsius"}']);
      const answered = await answerCalls(paris, called, ['{"temperature_celsius": 18, "sky": "clear"}']);
      expect(answered).toMatchObject({
        finish_reason: 'stop',
        message: { content: 'temperature celsius: 18, sky: clear.' },
      });
    });

    it('should call it twice for two values, and say both results', async () => {
      const question = "What's the weather in Paris and London?";
      const called = await ask([user(question)]);
      expect(callsOf(called)).toEqual(['get_weather {"city":"Paris"}', 'get_weather {"city":"London"}']);
      expect(new Set(called.message.tool_calls?.map(({ id }) => id)).size).toBe(2);
      const answered = await answerCalls(question, called, ['Paris is sunny', 'In London it rains.']);
      expect(answered.message.content).toBe('Paris is sunny. In London it rains.');
    });

    it('should call it once where the client takes one call at a time', async () => {
      const called = await ask([user('Weather in Paris and London please')], {
        tools: TOOLS,
        parallel_tool_calls: false,
      });
      expect(callsOf(called)).toEqual(['get_weather {"city":"Paris"}']);
    });

    it('should call it without arguments where it takes none', async () => {
      const called = await ask([user('What time is it?')]);
      expect(callsOf(called)).toEqual(['get_time {}']);
      const answered = await answerCalls('What time is it?', called, ['12:30']);
      expect(answered.message.content).toBe('12:30.');
    });

    it('should stream the calls to the same message', async () => {
      const runner = client.chat.completions.stream({
        model: MODEL,
        messages: [user("What's the weather in Paris and London?")],
        tools: TOOLS,
      });
      const final = await runner.finalChatCompletion();
      const [choice] = final.choices;
      if (choice === undefined) throw new Error('There is no choice.');
      expect(callsOf(choice)).toEqual(['get_weather {"city":"Paris"}', 'get_weather {"city":"London"}']);
      expect(choice.finish_reason).toBe('tool_calls');
    });
  });

  describe('when the words do not', () => {
    it.each([
      ['What loan options are available?', /personal/i],
      ['What is the weather like?', /rather not guess/],
      ['Block my credit card [phone: +1234567890]', /4211.*yes or no\?/],
    ])('should answer %s as ever', async (question, expected) => {
      const choice = await ask([user(question)]);
      expect(choice.message.content).toMatch(expected);
      expect(choice.message.tool_calls).toBeUndefined();
    });
  });

  describe('when a choice is made for it', () => {
    it('should call the tool that is named, with nothing that was not said', async () => {
      const choice = await ask([user('Hello there')], {
        tools: TOOLS,
        tool_choice: { type: 'function', function: { name: 'get_time' } },
      });
      expect(callsOf(choice)).toEqual(['get_time {}']);
    });

    it('should call the likeliest tool where one is required', async () => {
      const choice = await ask([user('Is the weather nice?')], { tools: [TIME, WEATHER], tool_choice: 'required' });
      expect(callsOf(choice)).toEqual(['get_weather {"city":"Is the weather nice?"}']);
    });

    it('should call one of the client where one is required, though the bank could answer', async () => {
      const choice = await ask([user('What loan options are available?')], { tools: TOOLS, tool_choice: 'required' });
      expect(choice.finish_reason).toBe('tool_calls');
      expect(callsOf(choice)).toHaveLength(1);
    });

    it('should call none where none is allowed', async () => {
      const choice = await ask([user("What's the weather in Paris?")], { tools: TOOLS, tool_choice: 'none' });
      expect(choice.message.tool_calls).toBeUndefined();
      expect(choice.finish_reason).toBe('stop');
    });
  });

  describe('when the client speaks of functions', () => {
    const functions = [WEATHER.function];

    it('should make a function call, and say the result', async () => {
      const question = "What's the weather in Paris?";
      const called = await ask([user(question)], { functions });
      expect(called).toMatchObject({
        finish_reason: 'function_call',
        message: { function_call: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
      });
      const result: ChatCompletionMessageParam = { role: 'function', name: 'get_weather', content: 'Sunny.' };
      const answered = await ask([user(question), called.message, result], { functions });
      expect(answered.message.content).toBe('Sunny.');
    });

    it('should make the one that is named', async () => {
      const called = await ask([user('Hello from Berlin')], { functions, function_call: { name: 'get_weather' } });
      expect(called.message).toMatchObject({
        content: null,
        function_call: { name: 'get_weather', arguments: '{"city":"Berlin"}' },
      });
    });
  });

  describe('when the answer has to be JSON', () => {
    const schema = {
      type: 'object',
      properties: {
        mood: { $ref: '#/$defs/mood' },
        answer: { type: 'string' },
        products: { type: 'array', items: { type: 'string', enum: ['personal', 'home', 'auto'] } },
        follow_up: { type: ['string', 'null'] },
      },
      required: ['mood', 'answer', 'products', 'follow_up'],
      additionalProperties: false,
      $defs: { mood: { type: 'string', enum: ['glad', 'neutral'] } },
    };

    it('should fill in the schema', async () => {
      const { message } = await ask([user('Which loans do you have, home or auto?')], {
        response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
      });
      expect(JSON.parse(message.content ?? '')).toEqual({
        mood: 'glad',
        answer: expect.stringMatching(/Personal loan: from \$1,000/) as string,
        products: ['home', 'auto'],
        follow_up: null,
      });
    });

    it('should say that the limit of tokens ended it, and give nothing of it', async () => {
      const choice = await ask([user('Which loans do you have?')], {
        response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
        max_completion_tokens: 10,
      });
      expect([choice.finish_reason, choice.message.content]).toEqual(['length', '']);
    });

    it('should refuse a schema that no answer fits, and name the parameter', async () => {
      const endless = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
      const format = { type: 'json_schema', json_schema: { name: 'answer', schema: endless } } as const;
      await expect(ask([user('Hi')], { response_format: format })).rejects.toMatchObject({
        status: 400,
        param: 'response_format',
      });
    });

    it('should answer with any object where no schema is given', async () => {
      const { message } = await ask([user('What loan options are available? Answer in JSON.')], {
        response_format: { type: 'json_object' },
      });
      expect(JSON.parse(message.content ?? '')).toEqual({ answer: expect.stringMatching(/Personal loan/) as string });
    });
  });

  describe('when the client runs the tools by itself', () => {
    it('should end with what they gave', async () => {
      const asked: string[] = [];
      const runner = client.chat.completions.runTools({
        model: MODEL,
        messages: [user("What's the weather in Paris and London?")],
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'Get the current weather in a given city',
              parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
              parse: (text: string): { readonly city: string } => JSON.parse(text) as { readonly city: string },
              function: ({ city }: { readonly city: string }) => {
                asked.push(city);
                return `It is fine in ${city}.`;
              },
            },
          },
        ],
      });
      expect(await runner.finalContent()).toBe('It is fine in Paris. It is fine in London.');
      expect(asked).toEqual(['Paris', 'London']);
    });
  });
});
