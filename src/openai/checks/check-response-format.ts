import { checkIsOfObjects, checkStrictness } from '../../common/json-schema/check-strictness';
import { compileJsonSchema } from '../../common/json-schema/compile-json-schema';
import { JsonSchemaError } from '../../common/json-schema/json-schema-error';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type JsonSchemaDto } from '../dto/output/response-format.dto';
import { wordMissing } from '../errors/error-wording';
import { isPresent, type Objection, toObjection } from './objection';

/** A form can be kept only if it can be checked, and only by a model that was told of it. */
export function* checkResponseFormat({
  response_format: format,
  messages,
}: CreateChatCompletionDto): Generator<Objection> {
  switch (format?.type) {
    case 'json_object':
      if (messages.some(mentionsJson)) return;
      yield {
        message:
          "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        param: 'messages',
        code: null,
        leaveOut: [],
      };
      break;
    case 'json_schema':
      yield* checkSchema(format.json_schema);
      break;
    case 'text':
    case undefined:
      break;
  }
}

function mentionsJson({ content }: ChatMessageDto): boolean {
  const texts =
    typeof content === 'string' ? [content] : (content ?? []).map((part) => ('text' in part ? part.text : ''));
  return texts.some((text) => /json/i.test(text));
}

function* checkSchema({ name, schema, strict }: JsonSchemaDto): Generator<Objection> {
  if (!isPresent(schema)) {
    const param = 'response_format.json_schema.schema';
    if (strict === true) yield toObjection(param, wordMissing(param));
    return;
  }
  try {
    checkIsOfObjects(schema);
    compileJsonSchema(schema);
    if (strict === true) checkStrictness(schema);
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
    yield {
      message: `Invalid schema for response_format '${name}': ${error.message}`,
      param: 'response_format',
      code: null,
    };
  }
}
