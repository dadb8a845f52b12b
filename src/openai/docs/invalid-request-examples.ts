import { OpenAiError, type OpenAiErrorBody } from '../errors/openai-error';

interface InvalidRequest {
  readonly message: string;
  readonly param: string;
  readonly code: string;
}

/** How requests to the chat completions endpoint are refused: one example for each kind of mistake. */
export const INVALID_CHAT_COMPLETIONS = {
  missingMessages: {
    summary: 'No messages',
    value: toBody({
      message: "Missing required parameter: 'messages'.",
      param: 'messages',
      code: 'missing_required_parameter',
    }),
  },
  unknownRole: {
    summary: 'A role that does not exist',
    value: toBody({
      message:
        "Invalid value: 'robot'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool', 'function'.",
      param: 'messages[0].role',
      code: 'invalid_value',
    }),
  },
  wrongType: {
    summary: 'Content of the wrong type',
    value: toBody({
      message:
        "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.",
      param: 'messages[0].content',
      code: 'invalid_type',
    }),
  },
  outOfRange: {
    summary: 'A temperature above 2',
    value: toBody({
      message: "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
      param: 'temperature',
      code: 'decimal_above_max_value',
    }),
  },
  tooLong: {
    summary: 'More than 400,000 characters in all messages',
    value: toBody({
      message:
        "This model's maximum context length is 400000 characters. However, your messages resulted in 400001 " +
        'characters. Please reduce the length of the messages.',
      param: 'messages',
      code: 'context_length_exceeded',
    }),
  },
  noTelephoneNumber: {
    summary: 'A phone tag without a number',
    value: toBody({
      message: "Invalid 'messages[0].content': the [phone: ...] tag must hold a telephone number such as +1234567890.",
      param: 'messages[0].content',
      code: 'invalid_value',
    }),
  },
};

export const UNKNOWN_MODEL = {
  unknownModel: {
    summary: 'An unknown model',
    value: toBody(
      {
        message: 'The model `gpt-unknown` does not exist or you do not have access to it.',
        param: 'model',
        code: 'model_not_found',
      },
      404,
    ),
  },
};

function toBody(error: InvalidRequest, status = 400): OpenAiErrorBody {
  return new OpenAiError({ status, ...error }).body;
}
