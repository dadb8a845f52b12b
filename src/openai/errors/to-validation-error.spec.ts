import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { toValidationError } from './to-validation-error';

const HI = { role: 'user', content: 'Hello' };

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
        { messages: [HI], max_tokens: 0 },
        "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        'max_tokens',
        'integer_below_min_value',
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
