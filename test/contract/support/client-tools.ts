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
  readonly prompt: string;
  readonly calls: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[];
  /** What the model makes of the results. */
  readonly answer: string;
}

const PARIS = { name: 'get_weather', input: { city: 'Paris' } };
const NOW = { name: 'get_time', input: {} };

/** Each client goes through each of these loops. */
export const TOOL_LOOPS: readonly (readonly [what: string, loop: ExpectedCall])[] = [
  ['one call', { prompt: WEATHER_CALL, calls: [PARIS], answer: `The tool says: ${WEATHER}` }],
  [
    'parallel calls',
    { prompt: `${WEATHER_CALL} ${TIME_CALL}`, calls: [PARIS, NOW], answer: `The tool says: ${WEATHER} | ${TIME}` },
  ],
  ['a call without arguments', { prompt: TIME_CALL, calls: [NOW], answer: `The tool says: ${TIME}` }],
];
