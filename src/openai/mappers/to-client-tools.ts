import { type ClientTool, type ClientToolChoice, type ClientTools } from '../../agent/agent-turn';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type DeprecatedFunctionDto } from '../dto/tools/function-definition.dto';

/** The client's tools, in either form; `undefined` without any. */
export function toClientTools(body: CreateChatCompletionDto): ClientTools | undefined {
  const { functions, parallel_tool_calls: parallel } = body;
  if ((functions ?? undefined) !== undefined) {
    // The deprecated form has room for one call.
    return { definitions: (functions ?? []).map(toDefinition), choice: toFunctionChoice(body), isParallel: false };
  }
  const tools = (body.tools ?? []).flatMap((tool) => (tool.type === 'function' ? [toDefinition(tool.function)] : []));
  if (tools.length === 0) return undefined;
  return { ...chooseTools(tools, body.tool_choice), isParallel: parallel ?? true };
}

function toDefinition({ name, description, parameters }: DeprecatedFunctionDto): ClientTool {
  return { name, description: description ?? '', inputSchema: parameters ?? { type: 'object', properties: {} } };
}

function chooseTools(
  definitions: readonly ClientTool[],
  choice: CreateChatCompletionDto['tool_choice'],
): Pick<ClientTools, 'definitions' | 'choice'> {
  if (choice === undefined || choice === null) return { definitions, choice: { type: 'auto' } };
  if (typeof choice === 'string') return { definitions, choice: { type: choice } };
  switch (choice.type) {
    case 'function':
      return { definitions, choice: { type: 'tool', name: choice.function.name } };
    case 'allowed_tools': {
      const { mode, tools } = choice.allowed_tools;
      const allowed = new Set(tools.map((tool) => tool.function.name));
      return { definitions: definitions.filter(({ name }) => allowed.has(name)), choice: { type: mode } };
    }
    case 'custom':
      return { definitions, choice: { type: 'auto' } };
  }
}

function toFunctionChoice({ function_call: choice }: CreateChatCompletionDto): ClientToolChoice {
  if (choice === undefined || choice === null) return { type: 'auto' };
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', name: choice.name };
}
