type Schema = Readonly<Record<string, unknown>>;

const NULL = { type: 'null' };

/**
 * Rewrites `nullable: true`, as the schema generator marks what may be null, to the `null` type of OpenAPI 3.1. In
 * version 3.0 a reference or a choice between types could not be nullable at all.
 */
export function writeNulls<T>(document: T): T {
  return rewrite(document) as T;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value) as [string, unknown][];
  const node = Object.fromEntries(entries.map(([key, child]) => [key, isExample(key) ? child : rewrite(child)]));
  return node.nullable === true ? allowNull(node) : node;
}

/** Examples are data: whatever is in them stays as it is. */
function isExample(key: string): boolean {
  return key === 'example' || key === 'examples';
}

function allowNull({ type, enum: values, allOf, oneOf, ...schema }: Schema): Schema {
  const rest = omit(schema, ['nullable']);
  if (Array.isArray(allOf)) return { ...rest, anyOf: [...(allOf as unknown[]), NULL] };
  // The generator copies the lengths of one choice beside all of them.
  if (Array.isArray(oneOf)) return { ...omit(rest, ['minItems', 'maxItems']), oneOf: [...(oneOf as unknown[]), NULL] };
  const choices = Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {};
  return { ...rest, type: [type, 'null'], ...choices };
}

function omit(schema: Schema, keys: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}
