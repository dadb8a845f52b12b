import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { checkOutput } from './check-output';

const withFields = (fields: Partial<CreateChatCompletionDto>): CreateChatCompletionDto => ({
  messages: [{ role: 'user', content: 'Hello' }],
  ...fields,
});

describe(checkOutput.name, () => {
  it.each<[Partial<CreateChatCompletionDto>]>([
    [{}],
    [{ stream: true, stream_options: { include_usage: true } }],
    [{ stream: false, stream_options: null, audio: null, web_search_options: null, moderation: null, store: null }],
    [{ modalities: ['text'], store: false, prediction: { type: 'content', content: 'Our loans' } }],
    [{ verbosity: 'low', reasoning_effort: 'high', service_tier: 'flex', prompt_cache_key: 'k' }],
  ])('should let %j pass', (fields) => {
    expect([...checkOutput(withFields(fields))]).toEqual([]);
  });

  it.each<[Partial<CreateChatCompletionDto>, string, string | null]>([
    [{ stream_options: {} }, 'stream_options', null],
    [{ stream: false, stream_options: { include_usage: true } }, 'stream_options', null],
    [{ stream: null, stream_options: { include_usage: false } }, 'stream_options', null],
    [{ modalities: ['text', 'audio'] }, 'modalities', 'unsupported_value'],
    [{ audio: { voice: 'alloy', format: 'mp3' } }, 'audio', 'unsupported_parameter'],
    [{ web_search_options: {} }, 'web_search_options', 'unsupported_parameter'],
    [{ moderation: { model: 'm' } }, 'moderation', 'unsupported_parameter'],
    [{ store: true }, 'store', 'unsupported_value'],
  ])('should object to %j', (fields, param, code) => {
    expect([...checkOutput(withFields(fields))]).toEqual([
      { message: expect.stringContaining(`'${param}'`) as string, param, code, leaveOut: [[param]] },
    ]);
  });

  it('should say when options of a stream are allowed', () => {
    const [objection] = checkOutput(withFields({ stream_options: {} }));
    expect(objection?.message).toBe("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  });
});
