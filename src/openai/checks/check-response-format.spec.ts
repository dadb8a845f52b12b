import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type JsonSchemaDto, type ResponseFormatDto } from '../dto/output/response-format.dto';
import { checkResponseFormat } from './check-response-format';

const HI: ChatMessageDto = { role: 'user', content: 'Hello' };
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const ANY_JSON = { type: 'json_object' } as const;
const withSchema = (fields: Partial<JsonSchemaDto>): ResponseFormatDto => ({
  type: 'json_schema',
  json_schema: { name: 'answer', ...fields },
});

describe(checkResponseFormat.name, () => {
  it.each<[ResponseFormatDto | null, ChatMessageDto]>([
    [null, HI],
    [{ type: 'text' }, HI],
    [ANY_JSON, { role: 'system', content: 'Answer in JSON.' }],
    [ANY_JSON, { role: 'user', content: [{ type: 'text', text: 'as a json please' }] }],
    [withSchema({}), HI],
    [withSchema({ schema: null, strict: false }), HI],
    [withSchema({ schema: { type: 'object' } }), HI],
    [withSchema({ schema: { $schema: 'http://json-schema.org/draft-07/schema#', ...SCHEMA } }), HI],
    [withSchema({ schema: SCHEMA, strict: true }), HI],
  ])('should let %j pass', (format, message) => {
    expect([...checkResponseFormat({ messages: [message], response_format: format })]).toEqual([]);
  });

  it.each<[ResponseFormatDto, string, string, string | null]>([
    [
      ANY_JSON,
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
      null,
    ],
    [
      withSchema({ schema: { ...SCHEMA, additionalProperties: true }, strict: true }),
      "Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied and to be false.",
      'response_format',
      null,
    ],
    [
      withSchema({ schema: { type: 'array', items: SCHEMA } }),
      `Invalid schema for response_format 'answer': schema must be a JSON Schema of 'type: "object"', got 'type: "array"'.`,
      'response_format',
      null,
    ],
    [
      withSchema({ schema: { type: 'object', properties: { a: { type: 'text' } } } }),
      "Invalid schema for response_format 'answer': In context=('properties', 'a', 'type'), must be equal to one of the allowed values.",
      'response_format',
      null,
    ],
    [
      withSchema({ schema: { type: 'object', properties: { a: { pattern: '(' } } } }),
      "Invalid schema for response_format 'answer': Invalid regular expression: /(/u: Unterminated group.",
      'response_format',
      null,
    ],
    [
      withSchema({ strict: true }),
      "Missing required parameter: 'response_format.json_schema.schema'.",
      'response_format.json_schema.schema',
      'missing_required_parameter',
    ],
  ])('should object to %j', (format, ...[message, param, code]) => {
    expect([...checkResponseFormat({ messages: [HI], response_format: format })]).toMatchObject([
      { message, param, code },
    ]);
  });
});
