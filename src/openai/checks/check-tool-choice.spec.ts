import { type ToolParametersDto } from '../dto/tool-parameters.dto';
import { type AllowedToolsChoiceDto, type FunctionChoiceDto } from '../dto/tools/tool-choice.dto';
import { checkToolChoice } from './check-tool-choice';

const TOOLS = { tools: [{ type: 'function', function: { name: 'a' } }] } as const;
const FUNCTIONS = { functions: [{ name: 'a' }] } as const;
const choose = (name: string): FunctionChoiceDto => ({ type: 'function', function: { name } });
const allow = (...names: readonly string[]): AllowedToolsChoiceDto => ({
  type: 'allowed_tools',
  allowed_tools: { mode: 'auto', tools: names.map(choose) },
});

describe(checkToolChoice.name, () => {
  it.each<[ToolParametersDto]>([
    [{}],
    [{ tool_choice: null, function_call: null }],
    [{ tool_choice: 'none' }],
    [{ tool_choice: 'auto', tools: [] }],
    [{ ...TOOLS, tool_choice: 'required' }],
    [{ ...TOOLS, tool_choice: choose('a') }],
    [{ ...TOOLS, tool_choice: allow('a') }],
    [{ function_call: 'auto' }],
    [{ tools: [], function_call: 'auto' }],
    [{ ...FUNCTIONS, function_call: 'none' }],
    [{ ...FUNCTIONS, function_call: { name: 'a' } }],
  ])('should let %j pass', (body) => {
    expect([...checkToolChoice(body)]).toEqual([]);
  });

  it.each<[object, string, string, string | null]>([
    [
      { ...TOOLS, tool_choice: 'any' },
      "Invalid value: 'any'. Supported values are: 'none', 'auto', 'required'.",
      'tool_choice',
      'invalid_value',
    ],
    [
      { tool_choice: 'required' },
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
      null,
    ],
    [
      { tools: [], tool_choice: choose('a') },
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
      null,
    ],
    [
      { ...FUNCTIONS, tool_choice: allow('a') },
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
      null,
    ],
    [
      { ...TOOLS, tool_choice: choose('b') },
      "Invalid value for 'tool_choice': the function 'b' is not one of 'tools'.",
      'tool_choice',
      'invalid_value',
    ],
    [
      { ...TOOLS, tool_choice: allow('a', 'b') },
      "Invalid value for 'tool_choice': the function 'b' is not one of 'tools'.",
      'tool_choice',
      'invalid_value',
    ],
    [
      { ...TOOLS, tool_choice: { type: 'custom', custom: { name: 'a' } } },
      "Unsupported value: 'tool_choice.type' does not support 'custom' with this model.",
      'tool_choice.type',
      'unsupported_value',
    ],
    [
      { ...FUNCTIONS, function_call: 'required' },
      "Invalid value: 'required'. Supported values are: 'none', 'auto'.",
      'function_call',
      'invalid_value',
    ],
    [
      { function_call: { name: 'a' } },
      "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
      'function_call',
      null,
    ],
    [
      { ...TOOLS, function_call: 'none' },
      "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
      'function_call',
      null,
    ],
    [
      { ...TOOLS, function_call: { name: 'a' } },
      "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
      'function_call',
      null,
    ],
    [
      { ...FUNCTIONS, function_call: { name: 'b' } },
      "Invalid value for 'function_call': the function 'b' is not one of 'functions'.",
      'function_call',
      'invalid_value',
    ],
  ])('should object to %j', (body, ...[message, param, code]) => {
    expect([...checkToolChoice(body)]).toMatchObject([{ message, param, code }]);
  });
});
