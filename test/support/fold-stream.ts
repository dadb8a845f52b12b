import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';

type Delta = ChatCompletionChunk['choices'][number]['delta'];
type CallDelta = NonNullable<Delta['tool_calls']>[number];

/** Reads an event stream as a careful client does: every line is a data line or blank, every frame one line. */
export function payloadsOf(stream: string): readonly string[] {
  expect(stream).toMatch(/^(data: [^\r\n]+\n\n)+$/);
  return stream
    .slice(0, -2)
    .split('\n\n')
    .map((frame) => frame.slice('data: '.length));
}

/** As a careful client reads them: dense indices, and id, type and name in the first piece alone. */
function foldCalls(deltas: readonly CallDelta[]): readonly object[] {
  const calls: { id: string | undefined; type: string | undefined; name: string | undefined; arguments: string }[] = [];
  for (const { index, id, type, function: called } of deltas) {
    const call = calls[index];
    if (call === undefined) {
      expect([index, called?.arguments]).toEqual([calls.length, '']);
      calls.push({ id, type, name: called?.name, arguments: called?.arguments ?? '' });
      continue;
    }
    expect([id, type, called?.name]).toEqual([undefined, undefined, undefined]);
    expect(called?.arguments).toMatch(/./s);
    call.arguments += called?.arguments ?? '';
  }
  return calls;
}

/* eslint-disable @typescript-eslint/no-deprecated -- the deprecated form is answered in its own */
function foldFunctionCall(deltas: readonly Delta[]): object | undefined {
  const [first, ...others] = deltas.flatMap(({ function_call: called }) => called ?? []);
  expect(others.map(({ name }) => name)).toEqual(others.map(() => undefined));
  for (const { arguments: piece } of others) expect(piece).toMatch(/./s);
  if (first === undefined) return undefined;
  return { name: first.name, arguments: [first, ...others].map((piece) => piece.arguments ?? '').join('') };
}

/** What the chunks of a stream say together, in the form of `summarize`. */
export function foldChunks(chunks: readonly ChatCompletionChunk[]): object {
  const choices = chunks.flatMap((chunk) => chunk.choices);
  const deltas = choices.map(({ delta }) => delta);
  return {
    ids: new Set(chunks.map(({ id }) => id)).size,
    times: new Set(chunks.map(({ created }) => created)).size,
    model: [...new Set(chunks.map(({ model }) => model))],
    content: deltas.map(({ content }) => content ?? '').join(''),
    calls: foldCalls(deltas.flatMap(({ tool_calls: calls }) => calls ?? [])),
    functionCall: foldFunctionCall(deltas),
    roles: deltas.flatMap(({ role }) => role ?? []),
    reasons: choices.flatMap((choice) => choice.finish_reason ?? []),
    usage: chunks.flatMap((chunk) => chunk.usage ?? []),
  };
}

/** What one completion says. */
export function summarize({ model, choices: [choice], usage }: ChatCompletion, includeUsage: boolean): object {
  const calls = choice?.message.tool_calls ?? [];
  return {
    ids: 1,
    times: 1,
    model: [model],
    content: choice?.message.content ?? '',
    calls: calls.map((call) => ({
      id: call.id,
      type: call.type,
      ...(call.type === 'function' ? call.function : {}),
    })),
    functionCall: choice?.message.function_call ?? undefined,
    roles: ['assistant'],
    reasons: [choice?.finish_reason],
    usage: includeUsage ? [usage] : [],
  };
}
