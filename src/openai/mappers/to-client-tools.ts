import { type ClientTool, type ClientToolChoice, type ClientTools } from '../../agent/agent-turn';
import { type JsonObject } from '../../common/json';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type DeprecatedFunctionDto, type FunctionDefinitionDto } from '../dto/tools/function-definition.dto';

const NOTHING_NAMED: JsonObject = { type: 'object', properties: {} };
const NOTHING: JsonObject = { ...NOTHING_NAMED, additionalProperties: false };

/** The client's tools, in either form; `undefined` without any. */
export function toClientTools(body: CreateChatCompletionDto): ClientTools | undefined {
  const { functions, parallel_tool_calls: parallel } = body;
  if ((functions ?? undefined) !== undefined) {
    // The deprecated form has room for one call.
    return {
      definitions: (functions ?? []).map(toDefinition),
      choice: toFunctionChoice(body),
      isParallel: false,
      form: 'functions',
    };
  }
  const tools = (body.tools ?? []).flatMap((tool) => (tool.type === 'function' ? [tool.function] : []));
  if (tools.length === 0) return undefined;
  const strictNames = tools.filter(({ strict }) => strict === true).map(({ name }) => name);
  return {
    definitions: tools.map(toDefinition),
    ...toChoice(body.tool_choice),
    ...(strictNames.length === 0 ? {} : { strictNames }),
    isParallel: parallel ?? true,
    form: 'tools',
  };
}

function toDefinition(definition: DeprecatedFunctionDto & Pick<FunctionDefinitionDto, 'strict'>): ClientTool {
  const { name, description, parameters, strict } = definition;
  const inputSchema = hasParameters(parameters) ? parameters : strict === true ? NOTHING : NOTHING_NAMED;
  return { name, description: description ?? '', inputSchema };
}

/** An empty schema is how some clients write that there are no parameters. */
function hasParameters(parameters: DeprecatedFunctionDto['parameters']): parameters is JsonObject {
  return Object.keys(parameters ?? {}).length > 0;
}

function toChoice(choice: CreateChatCompletionDto['tool_choice']): Pick<ClientTools, 'choice' | 'allowedNames'> {
  if (choice === undefined || choice === null) return { choice: { type: 'auto' } };
  if (typeof choice === 'string') return { choice: { type: choice } };
  switch (choice.type) {
    case 'function':
      return { choice: { type: 'tool', name: choice.function.name } };
    case 'allowed_tools': {
      const { mode, tools } = choice.allowed_tools;
      return { choice: { type: mode }, allowedNames: tools.map((tool) => tool.function.name) };
    }
    case 'custom':
      return { choice: { type: 'auto' } };
  }
}

function toFunctionChoice({ function_call: choice }: CreateChatCompletionDto): ClientToolChoice {
  if (choice === undefined || choice === null) return { type: 'auto' };
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', name: choice.name };
}
