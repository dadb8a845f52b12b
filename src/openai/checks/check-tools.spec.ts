import { type ToolParametersDto } from '../dto/tool-parameters.dto';
import { type FunctionDefinitionDto } from '../dto/tools/function-definition.dto';
import { type ToolDto } from '../dto/tools/tool.dto';
import { checkTools } from './check-tools';

const CLOSED = { type: 'object', properties: {}, additionalProperties: false };
const OPEN = { type: 'object', properties: { city: { type: 'string' } } };

const tool = (fields: Partial<FunctionDefinitionDto> = {}): ToolDto => ({
  type: 'function',
  function: { name: 'get_weather', ...fields },
});

describe(checkTools.name, () => {
  it.each<[ToolParametersDto]>([
    [{}],
    [{ tools: [], functions: null, parallel_tool_calls: null }],
    [{ tools: [tool()], parallel_tool_calls: false }],
    [{ tools: [], parallel_tool_calls: true }],
    [{ tools: [tool({ parameters: null }), tool({ name: 'b', parameters: {} })] }],
    [{ tools: [tool({ parameters: OPEN }), tool({ name: 'b', parameters: CLOSED, strict: true })] }],
    [{ functions: [{ name: 'a', parameters: OPEN }] }],
  ])('should let %j pass', (body) => {
    expect([...checkTools(body)]).toEqual([]);
  });

  it.each<[ToolParametersDto, string, string, string | null]>([
    [
      { tools: [tool(), { type: 'custom', custom: { name: 'c' } }] },
      "Unsupported value: 'tools[1].type' does not support 'custom' with this model.",
      'tools[1].type',
      'unsupported_value',
    ],
    [
      { parallel_tool_calls: true },
      "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.",
      'parallel_tool_calls',
      null,
    ],
    [
      { tools: [tool()], functions: [{ name: 'get_weather' }] },
      "Unsupported parameter: 'functions' is not supported together with 'tools'. Use 'tools' only.",
      'functions',
      'unsupported_parameter',
    ],
    [
      { tools: [tool(), tool()] },
      "Invalid 'tools[1].function.name': the name 'get_weather' is used twice. Expected a name of its own for each function.",
      'tools[1].function.name',
      'invalid_value',
    ],
    [
      { functions: [{ name: 'a' }, { name: 'a' }] },
      "Invalid 'functions[1].name': the name 'a' is used twice. Expected a name of its own for each function.",
      'functions[1].name',
      'invalid_value',
    ],
    [
      { tools: [tool({ parameters: { foo: 'bar' } })] },
      `Invalid schema for function 'get_weather': schema must be a JSON Schema of 'type: "object"', got 'type: "None"'.`,
      'tools[0].function.parameters',
      'invalid_function_parameters',
    ],
    [
      { functions: [{ name: 'a', parameters: { type: 'object', required: true } }] },
      "Invalid schema for function 'a': In context=('required',), must be array.",
      'functions[0].parameters',
      'invalid_function_parameters',
    ],
    [
      { tools: [tool({ parameters: OPEN, strict: true })] },
      "Invalid schema for function 'get_weather': In context=(), 'additionalProperties' is required to be supplied and to be false.",
      'tools[0].function.parameters',
      'invalid_function_parameters',
    ],
    [
      { tools: [tool({ parameters: { ...CLOSED, $ref: '#/$defs/a' }, strict: true })] },
      "Invalid schema for function 'get_weather': can't resolve reference #/$defs/a from id #.",
      'tools[0].function.parameters',
      'invalid_function_parameters',
    ],
    [
      { tools: [tool({ parameters: { ...CLOSED, $ref: '#' }, strict: true })] },
      "Invalid schema for function 'get_weather': the schema refers to itself without end.",
      'tools[0].function.parameters',
      'invalid_function_parameters',
    ],
  ])('should object to %j', (body, ...[message, param, code]) => {
    expect([...checkTools(body)]).toMatchObject([{ message, param, code }]);
  });

  describe('when schemas are large', () => {
    const large = (containers: number) => {
      const names = Array.from({ length: containers - 3 }, (_, index) => `p${index}`);
      const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
      return { type: 'object', properties, required: names, additionalProperties: false };
    };
    const reasonsFor = (...functions: readonly Partial<FunctionDefinitionDto>[]): readonly string[] => {
      const tools = functions.map((fields, index) => tool({ name: `f${index}`, ...fields }));
      return [...checkTools({ tools })].map(({ message }) => message.replace(/^.*?: /, ''));
    };

    it('should let more pass of those that are only passed on than of those that are compiled', () => {
      expect(reasonsFor({ parameters: large(5_000) }, { parameters: large(500), strict: true })).toEqual([]);
      expect(reasonsFor({ parameters: large(5_001) }, { parameters: large(501), strict: true })).toEqual([
        'the schema has more than 5000 objects and arrays.',
        'the schema has more than 500 objects and arrays.',
      ]);
    });

    it('should object to what all of them together take', () => {
      const parameters = large(4_000);
      expect(reasonsFor(...Array.from({ length: 5 }, () => ({ parameters })))).toEqual([]);
      expect(reasonsFor(...Array.from({ length: 6 }, () => ({ parameters })))).toEqual([
        'the functions together have more than 20000 objects and arrays.',
      ]);
    });
  });
});
