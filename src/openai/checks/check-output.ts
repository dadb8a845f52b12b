import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { isPresent, type Objection, objectToParameter, objectToValue } from './objection';

/** Replies are text, made of what the bank knows, and kept nowhere. */
export function* checkOutput(body: CreateChatCompletionDto): Generator<Objection> {
  if (isPresent(body.stream_options) && body.stream !== true) {
    yield {
      message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      param: 'stream_options',
      code: null,
      leaveOut: [['stream_options']],
    };
  }
  if (body.modalities?.includes('audio') === true) {
    yield objectToValue({ param: 'modalities', value: "'audio'", leaveOut: [['modalities']] });
  }
  if (isPresent(body.audio)) yield objectToParameter('audio');
  if (isPresent(body.web_search_options)) yield objectToParameter('web_search_options');
  if (isPresent(body.moderation)) yield objectToParameter('moderation');
  if (body.store === true) {
    const hint = 'Only the default (false) value is supported.';
    yield objectToValue({ param: 'store', value: 'true', hint, leaveOut: [['store']] });
  }
}
