import { FUNCTION_CALL_WORDS, type ToolParametersDto } from '../dto/tool-parameters.dto';
import { TOOL_CHOICE_WORDS } from '../dto/tools/tool-choice.dto';
import { wordChoice } from '../errors/error-wording';
import { isPresent, type Objection, objectToLoneParameter, objectToValue, toObjection } from './objection';

/** A choice is a word, or names functions that are offered. */
export function* checkToolChoice(body: ToolParametersDto): Generator<Objection> {
  yield* checkChoice(body);
  yield* checkFunctionCall(body);
}

function* checkChoice({ tool_choice: choice, tools }: ToolParametersDto): Generator<Objection> {
  if (!isPresent(choice)) return;
  if (typeof choice === 'string') {
    if (!TOOL_CHOICE_WORDS.includes(choice)) yield objectToWord('tool_choice', choice, TOOL_CHOICE_WORDS);
    // Without tools, the other words ask for nothing but what happens anyway.
    else if (choice === 'required' && hasNone(tools)) yield objectToLoneParameter('tool_choice', 'tools');
    return;
  }
  if (choice.type === 'custom') {
    yield objectToValue({ param: 'tool_choice.type', value: "'custom'", leaveOut: [['tool_choice']] });
    return;
  }
  if (hasNone(tools)) {
    yield objectToLoneParameter('tool_choice', 'tools');
    return;
  }
  const offered = new Set((tools ?? []).map((tool) => (tool.type === 'function' ? tool.function.name : undefined)));
  const wanted = choice.type === 'function' ? [choice.function.name] : namesOf(choice.allowed_tools.tools);
  const unknown = wanted.find((name) => !offered.has(name));
  if (unknown !== undefined) yield objectToUnknownFunction({ param: 'tool_choice', name: unknown, list: 'tools' });
}

function* checkFunctionCall({ function_call: choice, functions, tools }: ToolParametersDto): Generator<Objection> {
  if (!isPresent(choice)) return;
  if (typeof choice === 'string' && !FUNCTION_CALL_WORDS.includes(choice)) {
    yield objectToWord('function_call', choice, FUNCTION_CALL_WORDS);
    return;
  }
  if (!isPresent(functions)) {
    // Without anything to call, the words ask for nothing but what happens anyway.
    if (typeof choice !== 'string' || !hasNone(tools)) yield objectToLoneParameter('function_call', 'functions');
    return;
  }
  if (typeof choice === 'string' || isPresent(tools) || functions.some(({ name }) => name === choice.name)) return;
  yield objectToUnknownFunction({ param: 'function_call', name: choice.name, list: 'functions' });
}

function hasNone(tools: ToolParametersDto['tools']): boolean {
  return (tools ?? []).length === 0;
}

function namesOf(functions: readonly { readonly function: { readonly name: string } }[]): readonly string[] {
  return functions.map((choice) => choice.function.name);
}

function objectToWord(param: string, word: string, supported: readonly string[]): Objection {
  return toObjection(param, wordChoice(word, supported.map((choice) => `'${choice}'`).join(', ')));
}

interface UnknownFunction {
  readonly param: 'tool_choice' | 'function_call';
  readonly name: string;
  readonly list: 'tools' | 'functions';
}

function objectToUnknownFunction({ param, name, list }: UnknownFunction): Objection {
  return {
    message: `Invalid value for '${param}': the function '${name}' is not one of '${list}'.`,
    param,
    code: 'invalid_value',
    leaveOut: [[param]],
  };
}
