import { JsonSchemaError } from '../../common/json-schema/json-schema-error';
import { type ToolParametersDto } from '../dto/tool-parameters.dto';
import { type FunctionDefinitionDto } from '../dto/tools/function-definition.dto';
import { FunctionSchemas } from './function-schemas';
import { type BodyPath, isPresent, type Objection, objectToLoneParameter, objectToValue } from './objection';

/** A function together with where it stands: among `tools`, or among the deprecated `functions`. */
interface OfferedFunction {
  readonly definition: FunctionDefinitionDto;
  /** As `param` names it. */
  readonly param: string;
  readonly path: BodyPath;
}

/** Tools are functions with names of their own, whose arguments are objects. */
export function* checkTools(body: ToolParametersDto): Generator<Objection> {
  for (const [index, { type }] of (body.tools ?? []).entries()) {
    const leaveOut = [['tools', index]];
    if (type === 'custom') yield objectToValue({ param: `tools[${index}].type`, value: "'custom'", leaveOut });
  }
  yield* checkMixture(body);
  yield* checkFunctions(listTools(body));
  yield* checkFunctions(listDeprecated(body));
}

function* checkFunctions(offered: readonly OfferedFunction[]): Generator<Objection> {
  yield* checkNames(offered);
  const schemas = new FunctionSchemas();
  for (const { definition, param, path } of offered) {
    const { name, parameters } = definition;
    // An empty schema is how some clients write that there are no parameters.
    if (!isPresent(parameters) || Object.keys(parameters).length === 0) continue;
    const reason = explainSchema(() => {
      schemas.check(parameters, definition.strict === true);
    });
    if (reason === undefined) continue;
    yield {
      message: `Invalid schema for function '${name}': ${reason}`,
      param: `${param}.parameters`,
      code: 'invalid_function_parameters',
      leaveOut: [
        [...path, 'parameters'],
        [...path, 'strict'],
      ],
    };
  }
}

function* checkMixture({ tools, functions, parallel_tool_calls: parallel }: ToolParametersDto): Generator<Objection> {
  if (isPresent(parallel) && !isPresent(tools)) yield objectToLoneParameter('parallel_tool_calls', 'tools');
  if (!isPresent(functions) || !isPresent(tools)) return;
  yield {
    message: "Unsupported parameter: 'functions' is not supported together with 'tools'. Use 'tools' only.",
    param: 'functions',
    code: 'unsupported_parameter',
    leaveOut: [['functions'], ['function_call']],
  };
}

function listTools({ tools }: ToolParametersDto): readonly OfferedFunction[] {
  return (tools ?? []).flatMap((tool, index): OfferedFunction[] => {
    if (tool.type === 'custom') return [];
    return [{ definition: tool.function, param: `tools[${index}].function`, path: ['tools', index, 'function'] }];
  });
}

function listDeprecated({ functions }: ToolParametersDto): readonly OfferedFunction[] {
  return (functions ?? []).map((definition, index): OfferedFunction => {
    return { definition, param: `functions[${index}]`, path: ['functions', index] };
  });
}

function* checkNames(offered: readonly OfferedFunction[]): Generator<Objection> {
  const names = new Set<string>();
  for (const { definition, param } of offered) {
    const { name } = definition;
    if (names.has(name)) {
      yield {
        message: `Invalid '${param}.name': the name '${name}' is used twice. Expected a name of its own for each function.`,
        param: `${param}.name`,
        code: 'invalid_value',
      };
    }
    names.add(name);
  }
}

/** What keeps the parameters of a function from being used; `undefined` when nothing does. */
function explainSchema(check: () => void): string | undefined {
  try {
    check();
  } catch (error) {
    if (error instanceof JsonSchemaError) return error.message;
    throw error;
  }
  return undefined;
}
