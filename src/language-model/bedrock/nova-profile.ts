const NOVA_MODEL_ID = /(^|[./])amazon\.nova-/;

/**
 * Whether the quirks of Amazon's Nova family apply: plain tool names, bare tool schemas, greedy tool calls.
 * An application inference profile hides its model behind an opaque ARN and is therefore not recognised.
 */
export function isNova(modelId: string): boolean {
  return NOVA_MODEL_ID.test(modelId);
}
