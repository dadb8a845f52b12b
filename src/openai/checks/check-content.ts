import { maskExcerpt } from '../../common/card-data/mask-excerpt';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type ImagePartDto } from '../dto/content/image-part.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { isPresent, type Objection, objectToParameter, objectToValue } from './objection';
import { readDataUrl } from './read-data-url';

const EXAMPLE = "'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='";
const SENT_AS_DATA = `Send the image itself, as a base64-encoded data URL (e.g. ${EXAMPLE}).`;

/** Messages are text and images; images come with the request, since nothing is fetched. */
export function* checkContent(messages: readonly ChatMessageDto[]): Generator<Objection> {
  for (const [index, message] of messages.entries()) {
    const path = `messages[${index}]`;
    if (message.role === 'user') yield* checkParts(message.content, `${path}.content`);
    if (message.role === 'assistant') yield* checkAssistant(message, path);
  }
}

function* checkParts(
  content: Extract<ChatMessageDto, { role: 'user' }>['content'],
  path: string,
): Generator<Objection> {
  if (typeof content === 'string') return;
  for (const [index, part] of (content ?? []).entries()) {
    const partPath = `${path}[${index}]`;
    switch (part.type) {
      case 'input_audio':
      case 'file':
        yield objectToValue({ param: `${partPath}.type`, value: `'${part.type}'` });
        break;
      case 'image_url':
        yield* checkImage(part, `${partPath}.image_url.url`);
        break;
      case 'text':
        break;
    }
  }
}

function* checkImage({ image_url: { url } }: ImagePartDto, param: string): Generator<Objection> {
  if (/^https?:/i.test(url.trimStart())) {
    yield objectToValue({ param, value: 'http and https URLs', hint: SENT_AS_DATA });
    return;
  }
  switch (readDataUrl(url).status) {
    case 'no-data-url':
      yield {
        message:
          `Invalid '${param}'. Expected a base64-encoded data URL with an image MIME type (e.g. ${EXAMPLE}), ` +
          `but got '${maskExcerpt(url)}' instead.`,
        param,
        code: 'invalid_value',
      };
      break;
    case 'not-base64':
      yield { message: `Invalid '${param}'. Expected a base64-encoded image.`, param, code: 'invalid_value' };
      break;
    case 'other-format':
      yield {
        message:
          'You uploaded an unsupported image. Please make sure your image has of one the following formats: ' +
          "['png', 'jpeg', 'gif', 'webp'].",
        param,
        code: 'invalid_image_format',
      };
      break;
    case 'image':
      break;
  }
}

function* checkAssistant({ audio, tool_calls: calls }: AssistantMessageDto, path: string): Generator<Objection> {
  if (isPresent(audio)) yield objectToParameter(`${path}.audio`, []);
  for (const [index, { type }] of (calls ?? []).entries()) {
    if (type === 'custom') yield objectToValue({ param: `${path}.tool_calls[${index}].type`, value: "'custom'" });
  }
}
