import { type JsonObject } from '../../../common/json';
import { type ToolDefinition } from '../../language-model';
import { type ToolCall } from '../dialogue/dialogue-state';
import { callTool, callWithSentence, ForeignTools } from './foreign-tools';

const STRING = { type: 'string' };

function defineTool(name: string, properties: JsonObject, required: readonly string[] = []): ToolDefinition {
  return { name, description: '', inputSchema: { type: 'object', properties, required } };
}

const WEATHER = {
  ...defineTool('get_weather', { city: STRING, unit: { enum: ['celsius', 'fahrenheit'] } }, ['city']),
  description: 'Get the current temperature in a given city',
};
const TIME = defineTool('get_time', {});
const FLIGHT = defineTool(
  'bookFlight',
  {
    origin: STRING,
    destination: STRING,
    date: STRING,
    passengers: { type: 'integer' },
    refundable: { type: 'boolean' },
  },
  ['origin', 'destination'],
);
const SUM = defineTool('add-numbers', { a: { type: 'number' }, b: { type: 'number' } }, ['a', 'b']);
const PIZZA = defineTool('order_pizza', {
  size: { enum: ['small', 'large'] },
  toppings: { type: 'array', items: { enum: ['ham', 'extra_cheese', 'olives'] } },
  quantity: { type: 'integer', minimum: 1, maximum: 9 },
});
const SEARCH = defineTool('web_search', { query: STRING }, ['query']);
const INVITATION = defineTool('invite', { guests: { type: 'array', items: STRING }, to: STRING }, ['guests']);

function write(calls: readonly ToolCall[]): readonly string[] {
  return calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`);
}

describe(ForeignTools.name, () => {
  const tools = new ForeignTools([WEATHER, TIME, FLIGHT, SUM, PIZZA, SEARCH, INVITATION]);

  describe('when the words speak of a tool and say what it needs', () => {
    it.each([
      ["What's the weather in Paris?", ['get_weather {"city":"Paris"}']],
      ['what is the weather in paris', ['get_weather {"city":"paris"}']],
      ['The temperature in New York in Celsius', ['get_weather {"city":"New York","unit":"celsius"}']],
      ['How is the weather in Boston, MA today?', ['get_weather {"city":"Boston, MA"}']],
      ['Weather in Paris and London', ['get_weather {"city":"Paris"}', 'get_weather {"city":"London"}']],
      ['weather in paris and in london', ['get_weather {"city":"paris"}', 'get_weather {"city":"london"}']],
      [
        'Weather for San Francisco, Tokyo, and Paris in celsius',
        ['San Francisco', 'Tokyo', 'Paris'].map((city) => `get_weather {"city":"${city}","unit":"celsius"}`),
      ],
      ['What time is it?', ['get_time {}']],
      [
        'A flight to London from New York tomorrow for two passengers',
        ['bookFlight {"origin":"New York","destination":"London","date":"tomorrow","passengers":2}'],
      ],
      [
        'a flight from oslo to rome, not refundable',
        ['bookFlight {"origin":"oslo","destination":"rome","refundable":false}'],
      ],
      ['Add 2 and 3', ['add-numbers {"a":2,"b":3}']],
      ['add minus twenty two and 1.5', ['add-numbers {"a":-22,"b":1.5}']],
      [
        'Two large pizzas with ham and extra cheese',
        ['order_pizza {"size":"large","toppings":["ham","extra_cheese"],"quantity":2}'],
      ],
      ['Search for cheap hotels', ['web_search {"query":"Search for cheap hotels"}']],
      ['Search for "cheap hotels"', ['web_search {"query":"cheap hotels"}']],
      ['invite Ann, Bob and Carla', ['invite {"guests":["Ann","Bob","Carla"]}']],
      ['invite Ann and write to bob@example.com', ['invite {"guests":["Ann"],"to":"bob@example.com"}']],
    ])('should fill it in from %j', (text, expected) => {
      expect(write(tools.callSpokenOf(text))).toEqual(expected);
    });
  });

  describe('when they do not', () => {
    it.each([
      ['Hello'],
      ['Get me the current list'],
      ['What is the weather?'],
      ['A flight to London'],
      ['Add 2 please'],
      [''],
    ])('should call nothing for %j', (text) => {
      expect(tools.callSpokenOf(text)).toEqual([]);
    });
  });

  describe('when one has to be called', () => {
    it.each([
      ['Is the weather nice?', ['get_weather {"city":"Is the weather nice?"}']],
      ['Hello', ['get_weather {"city":"Hello"}']],
      ['', ['get_weather {"city":""}']],
      ['a pizza', ['order_pizza {}']],
      ['add something', ['add-numbers {"a":0,"b":0}']],
    ])('should call the likeliest for %j', (text, expected) => {
      expect(write(tools.callLikeliest(text))).toEqual(expected);
    });

    it('should call nothing when there is nothing', () => {
      expect(new ForeignTools([]).callLikeliest('Hello')).toEqual([]);
    });
  });

  it('should make no more than eight calls of one step', () => {
    const text = `Weather in ${'Paris and '.repeat(12)}London`;
    expect(tools.callSpokenOf(text)).toHaveLength(8);
  });
});

describe(callTool.name, () => {
  it.each([
    ['null', { type: ['string', 'null'] }, null],
    ['null in a union', { anyOf: [{ type: 'null' }, { type: 'object' }] }, null],
    ['its default', { type: 'number', default: 7 }, 7],
    ['its constant', { const: 'v1' }, 'v1'],
    ['the option for not knowing', { enum: ['a few', 'unknown'] }, 'unknown'],
    ['the first option', { enum: ['red', 'blue'] }, 'red'],
    ['zero', { type: 'number' }, 0],
    ['the smallest number', { type: 'integer', exclusiveMinimum: 2 }, 3],
    ['the number nearest to zero', { type: 'number', maximum: -1.5 }, -1.5],
    ['false', { type: 'boolean' }, false],
    ['no items', { type: 'array', items: STRING }, []],
    ['as many items as there have to be', { type: 'array', items: { type: 'boolean' }, minItems: 2 }, [false, false]],
    [
      'what an object requires',
      { type: 'object', properties: { a: { type: 'number' }, b: {} }, required: ['a'] },
      { a: 0 },
    ],
  ])('should give %s for what was not said', (_value, schema, expected) => {
    const [call] = callTool(defineTool('x', { value: schema }, ['value']), '', true);
    expect(call?.input).toEqual({ value: expected });
  });

  it('should fill in references, unions and parts of objects', () => {
    const tool: ToolDefinition = {
      name: 'order',
      description: '',
      inputSchema: {
        $ref: '#/$defs/Order',
        $defs: {
          Size: { enum: ['small', 'large'] },
          Place: { type: 'object', properties: { city: STRING, code: STRING }, required: ['city'] },
          Order: {
            type: 'object',
            properties: {
              size: { allOf: [{ $ref: '#/$defs/Size' }] },
              place: { anyOf: [{ $ref: '#/$defs/Place' }, { type: 'null' }] },
              count: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
            },
            required: ['size', 'place', 'count'],
          },
        },
      },
    };
    const said = callTool(tool, 'three large ones to Paris', false);
    expect(said[0]?.input).toEqual({ size: 'large', place: { city: 'Paris' }, count: 3 });
    expect(callTool(tool, 'a large cup', false)[0]?.input).toEqual({ size: 'large', place: null, count: null });
  });

  it('should take only whole numbers within the bounds for one that has to be', () => {
    expect(callTool(PIZZA, '2.5 large pizzas, or 12, or 3', false)[0]?.input).toEqual({ size: 'large', quantity: 3 });
  });

  it('should not take a small word for an option that is written like it', () => {
    const tool = defineTool('choose', { country: { enum: ['IT', 'US'] } });
    expect(callTool(tool, 'tell us about it', false)[0]?.input).toEqual({});
    expect(callTool(tool, 'tell me about IT', false)[0]?.input).toEqual({ country: 'IT' });
  });
});

describe(callWithSentence.name, () => {
  it('should give the sentence to the first text, and the rest by what was said', () => {
    const tool = defineTool(
      'reply',
      { count: { type: 'integer' }, steps: { type: 'array', items: STRING }, answer: STRING, note: STRING },
      ['count', 'steps', 'answer', 'note'],
    );
    expect(callWithSentence(tool, 'three in Paris', 'Here you are.').input).toEqual({
      count: 3,
      steps: [],
      answer: 'Here you are.',
      note: 'Paris',
    });
  });

  it.each<[string, JsonObject]>([
    ['too short', { type: 'string', maxLength: 2 }],
    ['too long', { type: 'string', minLength: 40 }],
    ['a date', { type: 'string', format: 'date' }],
  ])('should not spend the sentence on a text that has to be %s', (_what, schema) => {
    const tool = defineTool('reply', { code: schema, answer: STRING }, ['code', 'answer']);
    const { input } = callWithSentence(tool, 'hello', 'Here you are.');
    expect(input.answer).toBe('Here you are.');
    expect(input.code).not.toContain('Here');
  });

  it('should cut the sentence only where no text has room for it', () => {
    const sentence = 'You are welcome. Is there anything else?';
    const fill = (answer: JsonObject) =>
      callWithSentence(
        defineTool('reply', { code: { type: 'string', maxLength: 2 }, answer }, ['answer']),
        '',
        sentence,
      );
    expect(fill({ type: 'string', maxLength: 40 }).input).toEqual({ answer: sentence });
    expect(fill({ type: 'string', maxLength: 39 }).input).toEqual({ answer: sentence.slice(0, 39) });
    expect(fill({ type: 'string', maxLength: 19 }).input).toEqual({ answer: '' });
  });

  it('should find the first text within a part', () => {
    const tool = defineTool('reply', {
      steps: { type: 'array', items: { type: 'object', properties: { text: STRING } } },
    });
    expect(callWithSentence(tool, '', 'Here.').input).toEqual({ steps: [{ text: 'Here.' }] });
  });

  it('should name the sentence itself where the form names nothing', () => {
    const tool: ToolDefinition = { name: 'reply', description: '', inputSchema: { type: 'object' } };
    expect(callWithSentence(tool, 'Hi', 'Hello.').input).toEqual({ answer: 'Hello.' });
  });
});
