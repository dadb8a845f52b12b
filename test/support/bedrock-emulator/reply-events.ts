import { type Json } from './converse-body';
import { type ReplyBlock, type ReplyPlan } from './plan-reply';

export interface ReplyEvent {
  readonly type: string;
  readonly payload: Json;
}

/** The events of a streamed answer, in Bedrock's order: token counts only after the stop. */
export function toReplyEvents({ blocks, stopReason, usage }: ReplyPlan): ReplyEvent[] {
  return [
    { type: 'messageStart', payload: { role: 'assistant' } },
    ...blocks.flatMap(toBlockEvents),
    { type: 'messageStop', payload: { stopReason } },
    { type: 'metadata', payload: { usage, metrics: { latencyMs: 1 } } },
  ];
}

/** The same answer as one body, for `Converse`. */
export function toReplyBody({ blocks, stopReason, usage }: ReplyPlan): Json {
  const content = blocks.map(toContentBlock);
  return { output: { message: { role: 'assistant', content } }, stopReason, usage, metrics: { latencyMs: 1 } };
}

/** Bedrock announces tool calls with a start event, but not text. */
function toBlockEvents(block: ReplyBlock, contentBlockIndex: number): ReplyEvent[] {
  const start: ReplyEvent[] =
    block.type === 'tool-use'
      ? [
          {
            type: 'contentBlockStart',
            payload: { contentBlockIndex, start: { toolUse: { toolUseId: block.id, name: block.name } } },
          },
        ]
      : [];
  const deltas = block.chunks.map((chunk): ReplyEvent => ({
    type: 'contentBlockDelta',
    payload: { contentBlockIndex, delta: toDelta(block, chunk) },
  }));
  const signature: ReplyEvent[] =
    block.type === 'reasoning'
      ? [
          {
            type: 'contentBlockDelta',
            payload: { contentBlockIndex, delta: { reasoningContent: { signature: 'c2ln' } } },
          },
        ]
      : [];
  return [...start, ...deltas, ...signature, { type: 'contentBlockStop', payload: { contentBlockIndex } }];
}

function toDelta(block: ReplyBlock, chunk: string): Json {
  switch (block.type) {
    case 'text':
      return { text: chunk };
    case 'reasoning':
      return { reasoningContent: { text: chunk } };
    case 'tool-use':
      return { toolUse: { input: chunk } };
  }
}

function toContentBlock(block: ReplyBlock): Json {
  const text = block.chunks.join('');
  switch (block.type) {
    case 'text':
      return { text };
    case 'reasoning':
      return { reasoningContent: { reasoningText: { text, signature: 'c2ln' } } };
    case 'tool-use':
      return { toolUse: { toolUseId: block.id, name: block.name, input: parseOrEmpty(text) } };
  }
}

function parseOrEmpty(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
