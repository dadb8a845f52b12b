import { asArray, asObject, contentOf, isObject, type Json, offeredToolNames } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';
import { validateName } from './validate-blocks';

/** Rules about `toolConfig`, and about tool blocks without it. */
export function validateTools(request: Json): ServiceFault | undefined {
  const { toolConfig } = request;
  if (toolConfig === undefined) return validateHistoryWithoutTools(request);
  const { tools } = asObject(toolConfig);
  if (!Array.isArray(tools) || tools.length === 0) {
    return invalid(
      "Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  for (const [index, tool] of tools.entries()) {
    const { toolSpec } = asObject(tool);
    const fault =
      toolSpec === undefined ? undefined : validateToolSpec(asObject(toolSpec), `toolConfig.tools.${index}.toolSpec`);
    if (fault !== undefined) return fault;
  }
  const names = offeredToolNames(request);
  return new Set(names).size < names.length
    ? invalid('The toolConfig.tools field contains duplicate tool names.')
    : undefined;
}

function validateHistoryWithoutTools(request: Json): ServiceFault | undefined {
  const blocks = asArray(request.messages).flatMap(contentOf);
  if (blocks.every((block) => block.toolUse === undefined && block.toolResult === undefined)) return undefined;
  return invalid('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
}

function validateToolSpec(toolSpec: Json, path: string): ServiceFault | undefined {
  const { name, description, inputSchema } = toolSpec;
  const fault = validateName(name, `${path}.name`);
  if (fault !== undefined) return fault;
  if (description !== undefined && (typeof description !== 'string' || description.trim() === '')) {
    return invalid(
      `Value '' at '${path}.description' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  }
  const { json } = asObject(inputSchema);
  if (isObject(json) && json.type === 'object') return undefined;
  return invalid(`The value at ${path}.inputSchema.json.type must be one of the following: object.`);
}
