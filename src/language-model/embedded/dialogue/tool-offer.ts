import { isJsonObject, type JsonObject, type JsonValue } from '../../../common/json';
import { type ToolDefinition } from '../../language-model';
import { cutText } from '../cut-text';

type ToolValues = Readonly<Record<string, JsonValue | undefined>>;

/** The tools of one request, read through their JSON schemas. */
export class ToolOffer {
  private readonly schemas: ReadonlyMap<string, JsonObject>;

  constructor(tools: readonly ToolDefinition[]) {
    this.schemas = new Map(tools.map((tool) => [tool.name, tool.inputSchema]));
  }

  has(toolName: string): boolean {
    return this.schemas.has(toolName);
  }

  /** Of the values known, those that the tool's schema names and accepts. */
  toInput(toolName: string, values: ToolValues): JsonObject {
    const properties = this.propertiesOf(toolName);
    const accepted: [string, JsonValue][] = [];
    for (const [name, value] of Object.entries(values)) {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (value === undefined || schema === undefined) continue;
      const fitting = fitToSchema(value, isJsonObject(schema) ? schema : {});
      if (fitting !== undefined) accepted.push([name, fitting]);
    }
    return Object.fromEntries(accepted);
  }

  /** The first required property that the input lacks, in the schema's own order. */
  findMissing(toolName: string, input: JsonObject): string | undefined {
    const required = this.schemas.get(toolName)?.required;
    if (!Array.isArray(required)) return undefined;
    return required.find((name): name is string => typeof name === 'string' && !Object.hasOwn(input, name));
  }

  /** The texts that a property may have, when its schema lists them. */
  choicesOf(toolName: string, property: string): readonly string[] {
    const properties = this.propertiesOf(toolName);
    const schema = Object.hasOwn(properties, property) ? properties[property] : undefined;
    if (!isJsonObject(schema) || !Array.isArray(schema.enum)) return [];
    return schema.enum.filter((choice): choice is string => typeof choice === 'string');
  }

  private propertiesOf(toolName: string): JsonObject {
    const properties = this.schemas.get(toolName)?.properties;
    return isJsonObject(properties) ? properties : {};
  }
}

/** @returns `undefined` for a value that the schema would refuse; a text that is only too long is cut. */
function fitToSchema(value: JsonValue, schema: JsonObject): JsonValue | undefined {
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return undefined;
  if (typeof value === 'number') {
    return fitNumber(value, schema);
  }
  if (typeof value !== 'string') return undefined;
  if (schema.type !== undefined && schema.type !== 'string') return undefined;
  return typeof schema.maxLength === 'number' ? cutText(value, schema.maxLength) : value;
}

function fitNumber(value: number, schema: JsonObject): number | undefined {
  const { type, minimum, maximum, exclusiveMinimum } = schema;
  if (type !== undefined && type !== 'number' && type !== 'integer') return undefined;
  const fitting = type === 'integer' ? Math.round(value) : value;
  if (typeof minimum === 'number' && fitting < minimum) return undefined;
  if (typeof exclusiveMinimum === 'number' && fitting <= exclusiveMinimum) return undefined;
  return typeof maximum === 'number' && fitting > maximum ? undefined : fitting;
}
