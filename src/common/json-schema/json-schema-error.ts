/** A schema that cannot be used. The message is one sentence that says where and why, fit to be told to its author. */
export class JsonSchemaError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JsonSchemaError';
  }
}

/** Names a place in a schema as OpenAI does, in the manner of Python: `()`, `('properties',)`, `('properties', 'a')`. */
export function nameContext(path: readonly string[]): string {
  const steps = path.map((step) => `'${step.slice(0, LONGEST_STEP_SHOWN)}'`).join(', ');
  return `context=(${steps}${path.length === 1 ? ',' : ''})`;
}

const LONGEST_STEP_SHOWN = 64;
