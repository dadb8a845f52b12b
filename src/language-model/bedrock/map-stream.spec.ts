import { type ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { type LanguageModelEvent, type TokenUsage } from '../language-model';
import { mapStream } from './map-stream';
import { ToolNames } from './tool-names';

const USAGE: TokenUsage = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };
const METADATA = {
  metadata: { usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 }, metrics: { latencyMs: 1 } },
} as ConverseStreamOutput;

const text = (index: number, piece: string): ConverseStreamOutput => ({
  contentBlockDelta: { contentBlockIndex: index, delta: { text: piece } },
});
const startTool = (index: number, toolUseId: string, name = 'list_cards'): ConverseStreamOutput => ({
  contentBlockStart: { contentBlockIndex: index, start: { toolUse: { toolUseId, name } } },
});
const toolInput = (index: number, input: string): ConverseStreamOutput => ({
  contentBlockDelta: { contentBlockIndex: index, delta: { toolUse: { input } } },
});
const close = (index: number): ConverseStreamOutput => ({ contentBlockStop: { contentBlockIndex: index } });
const stop = (stopReason: string): ConverseStreamOutput => ({ messageStop: { stopReason } }) as ConverseStreamOutput;
const toolCall = (id: string, inputJson: string, name = 'list_cards'): LanguageModelEvent => ({
  type: 'tool-call',
  id,
  name,
  inputJson,
});
const delta = (piece: string): LanguageModelEvent => ({ type: 'text-delta', text: piece });
const end = (stopReason: 'end-turn' | 'tool-use' | 'max-tokens' | 'content-filter'): LanguageModelEvent => ({
  type: 'response-end',
  stopReason,
  usage: USAGE,
});

async function* replay(events: readonly ConverseStreamOutput[]): AsyncGenerator<ConverseStreamOutput> {
  await Promise.resolve();
  yield { messageStart: { role: 'assistant' } };
  yield* events;
}

async function collect(
  events: readonly ConverseStreamOutput[],
  estimateUsage: () => TokenUsage = () => ({ inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 }),
): Promise<{ readonly mapped: readonly LanguageModelEvent[]; readonly error: unknown }> {
  const mapped: LanguageModelEvent[] = [];
  const toolNames = new ToolNames({ offered: ['list_cards', 'block-card'], nova: true });
  try {
    for await (const event of mapStream({ events: replay(events), toolNames, estimateUsage })) mapped.push(event);
    return { mapped, error: undefined };
  } catch (error) {
    return { mapped, error };
  }
}

describe(mapStream.name, () => {
  describe('when the model speaks', () => {
    it('should pass every piece on and end once', async () => {
      const { mapped } = await collect([text(0, 'Hel'), text(0, 'lo'), close(0), stop('end_turn'), METADATA]);
      expect(mapped).toEqual([delta('Hel'), delta('lo'), end('end-turn')]);
    });

    it('should keep thoughts and reasoning to itself', async () => {
      const reasoning: ConverseStreamOutput = {
        contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } },
      };
      const { mapped } = await collect([
        reasoning,
        close(0),
        text(1, '<thin'),
        text(1, 'king>x</thinking>\nHi'),
        close(1),
        stop('end_turn'),
        METADATA,
      ]);
      expect(mapped).toEqual([delta('Hi'), end('end-turn')]);
    });
  });

  describe('when the model calls tools', () => {
    it('should tell each call once, complete, under the name that the caller knows', async () => {
      const { mapped } = await collect([
        text(0, 'One moment.'),
        close(0),
        startTool(1, 'a', 'block_card'),
        startTool(2, 'b'),
        toolInput(1, '{"last4":'),
        toolInput(2, '{}'),
        toolInput(1, '"1234"}'),
        close(1),
        close(2),
        stop('tool_use'),
        METADATA,
      ]);
      expect(mapped).toEqual([
        delta('One moment.'),
        toolCall('a', '{"last4":"1234"}', 'block-card'),
        toolCall('b', '{}'),
        end('tool-use'),
      ]);
    });

    it('should read no input as an empty object', async () => {
      const { mapped } = await collect([startTool(0, 'a'), close(0), stop('tool_use'), METADATA]);
      expect(mapped).toEqual([toolCall('a', '{}'), end('tool-use')]);
    });

    it('should hand on broken input as the model wrote it', async () => {
      const { mapped } = await collect([
        startTool(0, 'a'),
        toolInput(0, '{"a":oops}'),
        close(0),
        stop('tool_use'),
        METADATA,
      ]);
      expect(mapped).toEqual([toolCall('a', '{"a":oops}'), end('tool-use')]);
    });

    it('should say so even when the model says that its turn ended', async () => {
      const { mapped } = await collect([startTool(0, 'a'), toolInput(0, '{}'), close(0), stop('end_turn'), METADATA]);
      expect(mapped.at(-1)).toEqual(end('tool-use'));
    });

    it('should fail when the call is announced but not made', async () => {
      const { error } = await collect([text(0, 'Hm'), close(0), stop('tool_use'), METADATA]);
      expect(error).toMatchObject({ code: 'model_output_malformed' });
    });
  });

  describe('when the token limit strikes inside a tool call', () => {
    it.each([
      ['closed', [startTool(1, 'b'), toolInput(1, '{"last4":"12'), close(1)]],
      ['left open', [startTool(1, 'b'), toolInput(1, '{"last4":"12')]],
      ['not even begun', [startTool(1, 'b'), close(1)]],
    ])('should drop a call that was %s, and keep a finished one', async (_name, cutCall) => {
      const finished = [startTool(0, 'a'), toolInput(0, '{"a":1}'), close(0)];
      const { mapped } = await collect([...finished, ...cutCall, stop('max_tokens'), METADATA]);
      expect(mapped).toEqual([toolCall('a', '{"a":1}'), end('max-tokens')]);
    });
  });

  describe('when the token limit strikes inside text', () => {
    it('should keep what was said', async () => {
      const { mapped } = await collect([text(0, 'Hel <thin'), stop('max_tokens'), METADATA]);
      expect(mapped).toEqual([delta('Hel '), delta('<thin'), end('max-tokens')]);
    });
  });

  describe('when a filter steps in', () => {
    it('should not hand on a half-written call', async () => {
      const { mapped } = await collect([
        startTool(0, 'a'),
        toolInput(0, '{"a'),
        close(0),
        stop('guardrail_intervened'),
        METADATA,
      ]);
      expect(mapped).toEqual([end('content-filter')]);
    });
  });

  describe('when the stream ends without token counts', () => {
    it('should estimate them from what was said', async () => {
      const estimateUsage = jest.fn(() => USAGE);
      const { mapped } = await collect(
        [text(0, 'Hi'), startTool(1, 'a'), toolInput(1, '{}'), close(1), stop('tool_use')],
        estimateUsage,
      );
      expect(estimateUsage).toHaveBeenCalledWith({ outputText: 'Hi', toolCalls: [toolCallOf('a', '{}')] });
      expect(mapped.at(-1)).toEqual(end('tool-use'));
    });
  });

  describe('when the stream ends before the model has stopped', () => {
    it('should fail and never tell an end', async () => {
      const { mapped, error } = await collect([text(0, 'Hi'), close(0), METADATA]);
      expect(mapped).toEqual([delta('Hi')]);
      expect(error).toMatchObject({ code: 'model_stream_broken' });
    });
  });

  describe('when the output is malformed', () => {
    it('should fail', async () => {
      const { error } = await collect([text(0, 'Hi'), close(0), stop('malformed_tool_use'), METADATA]);
      expect(error).toMatchObject({ code: 'model_output_malformed' });
    });
  });
});

function toolCallOf(id: string, inputJson: string): object {
  return { id, name: 'list_cards', inputJson };
}
