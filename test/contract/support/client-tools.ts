/** What the tools of the tests are called with, and what they answer. */
export const WEATHER_CALL = 'CALL_TOOL get_weather {"city":"Paris"}';
export const TIME_CALL = 'CALL_TOOL get_time';
export const WEATHER = '{"celsius":21}';
export const TIME = '{"hour":14}';

export const CITY_SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const;

export const NO_ARGUMENTS_SCHEMA = { type: 'object', properties: {}, additionalProperties: false } as const;

/** In OpenAI's form. */
export const TOOLS = [
  {
    type: 'function',
    function: { name: 'get_weather', description: 'Tells the weather.', parameters: CITY_SCHEMA, strict: true },
  },
  { type: 'function', function: { name: 'get_time', description: 'Tells the time.', parameters: NO_ARGUMENTS_SCHEMA } },
] as const;

/** A call as it should arrive, whatever id it has. */
interface ExpectedCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolLoop {
  readonly prompt: string;
  /** The calls of each round. */
  readonly rounds: readonly (readonly ExpectedCall[])[];
  /** What the model makes of the results of the last round. */
  readonly answer: string;
}

/** What a tool of the tests answers. What the weather in Lyon is, makes the model ask for more. */
export function resultOf({ name, input }: { readonly name: string; readonly input: unknown }): string {
  if (name === 'get_time') return TIME;
  return JSON.stringify(input).includes('Lyon') ? `${WEATHER_CALL} ${TIME_CALL}` : WEATHER;
}

const LYON = { name: 'get_weather', input: { city: 'Lyon' } };
const PARIS = { name: 'get_weather', input: { city: 'Paris' } };
const NOW = { name: 'get_time', input: {} };

/** Each client goes through each of these loops. */
export const TOOL_LOOPS: readonly (readonly [what: string, loop: ToolLoop])[] = [
  ['one call', { prompt: WEATHER_CALL, rounds: [[PARIS]], answer: `The tool says: ${WEATHER}` }],
  [
    'parallel calls',
    { prompt: `${WEATHER_CALL} ${TIME_CALL}`, rounds: [[PARIS, NOW]], answer: `The tool says: ${WEATHER} | ${TIME}` },
  ],
  ['a call without arguments', { prompt: TIME_CALL, rounds: [[NOW]], answer: `The tool says: ${TIME}` }],
  [
    'a round of its own, one of parallel calls, then text',
    {
      prompt: 'CALL_TOOL get_weather {"city":"Lyon"}',
      rounds: [[LYON], [PARIS, NOW]],
      answer: `The tool says: ${WEATHER} | ${TIME}`,
    },
  ],
];
