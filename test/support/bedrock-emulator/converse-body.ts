/** A request body as it arrives: nothing about it is certain. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Content blocks of one message. */
export function contentOf(message: unknown): readonly Json[] {
  return asArray(asObject(message).content).map(asObject);
}

export function lastMessageOf(body: unknown): unknown {
  return asArray(asObject(body).messages).at(-1);
}

/** The text of a message, without its tool results. */
export function textOf(message: unknown): string {
  return contentOf(message)
    .map((block) => (typeof block.text === 'string' ? block.text : ''))
    .join('\n')
    .trim();
}

/** The text of the tool results of a message. */
export function resultTextOf(message: unknown): string {
  return contentOf(message)
    .flatMap((block) => asArray(asObject(block.toolResult).content).map(asObject))
    .map(({ text, json }) => (typeof text === 'string' ? text : JSON.stringify(json ?? '')))
    .join('\n');
}

/** The ids of the blocks of one kind, in order: `toolUse` or `toolResult`. */
export function toolIdsOf(message: unknown, kind: 'toolUse' | 'toolResult'): string[] {
  return contentOf(message).flatMap((block) => {
    const id = asObject(block[kind]).toolUseId;
    return typeof id === 'string' ? [id] : [];
  });
}

/** Names of the tools that the request offers. */
export function offeredToolNames(body: unknown): string[] {
  return asArray(asObject(asObject(body).toolConfig).tools).flatMap((tool) => {
    const name = asObject(asObject(tool).toolSpec).name;
    return typeof name === 'string' ? [name] : [];
  });
}
