import { asArray, asObject, contentOf, type Json, offeredToolNames } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';

const SCHEMA_KEYS = ['type', 'properties', 'required'];

/** What only the first generation of Nova refuses. */
export function validateNova(request: Json): ServiceFault | undefined {
  if (asArray(request.system).filter((block) => 'text' in asObject(block)).length > 1) {
    return invalid('Only one text block is supported in the system field for this model.');
  }
  for (const [index, tool] of asArray(asObject(request.toolConfig).tools).entries()) {
    const { toolSpec, cachePoint } = asObject(tool);
    if (cachePoint !== undefined)
      return invalid(
        `Malformed input request: #/toolConfig/tools/${index}: extraneous key [cachePoint] is not permitted`,
      );
    const schema = asObject(asObject(asObject(toolSpec).inputSchema).json);
    const foreign = Object.keys(schema).find((key) => !SCHEMA_KEYS.includes(key));
    if (foreign !== undefined) {
      return invalid(
        `Malformed input request: #/toolConfig/tools/${index}/toolSpec/inputSchema/json: extraneous key [${foreign}] is not permitted`,
      );
    }
  }
  return validateToolNames(request);
}

/** Nova takes a hyphen in the request but then fails on it, every time. */
function validateToolNames(request: Json): ServiceFault | undefined {
  const called = asArray(request.messages)
    .flatMap(contentOf)
    .map((block) => asObject(block.toolUse).name);
  if (![...offeredToolNames(request), ...called].some((name) => typeof name === 'string' && name.includes('-')))
    return undefined;
  return {
    name: 'ModelErrorException',
    status: 424,
    message:
      'Model produced invalid sequence as part of ToolUse. Please refer to the model tool use troubleshooting guide.',
  };
}
