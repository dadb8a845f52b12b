import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { toValidationError } from './to-validation-error';

const HI = { role: 'user', content: 'Hello' };
const TOOL = { type: 'function', function: { name: 'get_weather' } };

/** What the pipe of the service makes of a body, up to the error. */
function refuse(body: object): ReturnType<typeof toValidationError>['body']['error'] {
  const errors = validateSync(plainToInstance(CreateChatCompletionDto, body), { whitelist: true });
  if (errors.length === 0) throw new Error('The body was accepted.');
  return toValidationError(errors).body.error;
}

describe(toValidationError.name, () => {
  describe('when the words are known', () => {
    it.each<[object, string, string | null, string]>([
      [{}, "Missing required parameter: 'messages'.", 'messages', 'missing_required_parameter'],
      [
        { messages: null },
        "Invalid type for 'messages': expected an array of objects, but got null instead.",
        'messages',
        'invalid_type',
      ],
      [
        { messages: [] },
        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        'messages',
        'empty_array',
      ],
      [
        { messages: [HI, { role: 'user', content: {} }] },
        "Invalid type for 'messages[1].content': expected one of a string or array of objects, but got an object instead.",
        'messages[1].content',
        'invalid_type',
      ],
      [
        { messages: [HI, [HI]] },
        "Invalid type for 'messages[1]': expected an object, but got an array instead.",
        'messages[1]',
        'invalid_type',
      ],
      [
        { messages: [{ role: 'bot', content: '' }] },
        "Invalid value: 'bot'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool', 'function'.",
        'messages[0].role',
        'invalid_value',
      ],
      [
        { messages: [HI], temperature: 3 },
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
        'temperature',
        'decimal_above_max_value',
      ],
      [
        { messages: [HI], n: 0 },
        "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        'n',
        'integer_below_min_value',
      ],
      [
        { messages: [HI], n: 130 },
        "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 130 instead.",
        'n',
        'integer_above_max_value',
      ],
      [
        { messages: [HI], top_logprobs: 21 },
        "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead.",
        'top_logprobs',
        'integer_above_max_value',
      ],
      [
        { messages: [HI], presence_penalty: -3 },
        "Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead.",
        'presence_penalty',
        'decimal_below_min_value',
      ],
      [
        { messages: [HI], tools: Array(129).fill({}) },
        "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 129 instead.",
        'tools',
        'array_above_max_length',
      ],
      [
        { messages: [HI], tools: [TOOL, { type: 'function', function: { name: 'get weather' } }] },
        "Invalid 'tools[1].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
        'tools[1].function.name',
        'invalid_value',
      ],
      [
        { messages: [HI], tools: [{ type: 'function', function: { name: 'f', description: 'd'.repeat(1_103) } }] },
        "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but got a string with length 1103 instead.",
        'tools[0].function.description',
        'string_above_max_length',
      ],
      [
        { messages: [HI], tools: [null] },
        "Invalid type for 'tools[0]': expected an object, but got null instead.",
        'tools[0]',
        'invalid_type',
      ],
      [
        { messages: [HI], tools: [{ type: 'web' }] },
        "Invalid value: 'web'. Supported values are: 'function', 'custom'.",
        'tools[0].type',
        'invalid_value',
      ],
      [
        { messages: [HI], tool_choice: 3 },
        "Invalid type for 'tool_choice': expected one of a string or object, but got an integer instead.",
        'tool_choice',
        'invalid_type',
      ],
      [
        { messages: [HI], response_format: 'json' },
        "Invalid type for 'response_format': expected an object, but got a string instead.",
        'response_format',
        'invalid_type',
      ],
      [
        { messages: [HI], response_format: { type: 'json_schema' } },
        "Missing required parameter: 'response_format.json_schema'.",
        'response_format.json_schema',
        'missing_required_parameter',
      ],
      [
        { messages: [HI], modalities: ['text', 'video'] },
        "Invalid value: 'video'. Supported values are: 'text', 'audio'.",
        'modalities[1]',
        'invalid_value',
      ],
      [
        { messages: [HI], reasoning_effort: 'huge' },
        "Invalid value: 'huge'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'.",
        'reasoning_effort',
        'invalid_value',
      ],
      [
        { messages: [{ role: 'system', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
        "Invalid value: 'image_url'. Supported values are: 'text'.",
        'messages[0].content[0].type',
        'invalid_value',
      ],
      [
        { messages: [HI], max_tokens: 1.5 },
        "Invalid type for 'max_tokens': expected an integer, but got a decimal instead.",
        'max_tokens',
        'invalid_type',
      ],
      [
        { messages: [HI], top_p: Infinity },
        "Invalid type for 'top_p': expected a decimal, but got a number beyond all bounds instead.",
        'top_p',
        'invalid_type',
      ],
      [
        { messages: [HI], stop: ['a', 3] },
        "Invalid type for 'stop[1]': expected a string, but got an integer instead.",
        'stop[1]',
        'invalid_type',
      ],
      [
        { messages: [HI], stop: ['a', 'b', 'c', 'd', 'e'] },
        "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
        'stop',
        'array_above_max_length',
      ],
      [
        { messages: [HI], model: '' },
        "Invalid 'model': string too short. Expected a string with minimum length 1, but got a string with length 0 instead.",
        'model',
        'string_below_min_length',
      ],
      [
        { messages: [HI], model: 'm'.repeat(300) },
        "Invalid 'model': string too long. Expected a string with maximum length 256, but got a string with length 300 instead.",
        'model',
        'string_above_max_length',
      ],
      [
        { messages: [HI], stream: 'false' },
        "Invalid type for 'stream': expected a boolean, but got a string instead.",
        'stream',
        'invalid_type',
      ],
    ])('should speak of %j as OpenAI does', (body, ...[message, param, code]) => {
      expect(refuse(body)).toEqual({ message, type: 'invalid_request_error', param, code });
    });
  });

  it('should show no more than the beginning of a wrong value', () => {
    const { message } = refuse({ messages: [{ role: 'r'.repeat(1_000), content: 'x' }] });
    expect(message).toContain(`'${'r'.repeat(64)}'`);
    expect(message).not.toContain('r'.repeat(65));
  });

  it('should report the first problem only, in the order of the body', () => {
    const first = refuse({ messages: [{ role: 'bot' }, { role: 'user' }], temperature: 3, model: 5 });
    expect(first.param).toBe('messages[0].role');
  });

  describe('when a rule has no words', () => {
    const unknown: ValidationError = { property: 'thing', value: 1, constraints: { isPrime: 'thing must be prime' } };

    it('should still name the parameter', () => {
      expect(toValidationError([unknown]).body.error).toEqual({
        message: "Invalid value for 'thing'.",
        type: 'invalid_request_error',
        param: 'thing',
        code: 'invalid_value',
      });
    });

    it('should say so when there is no parameter to name', () => {
      expect(toValidationError([]).body.error).toMatchObject({ message: 'Invalid value.', param: null });
    });
  });
});
