import { OpenAiError, type OpenAiErrorBody } from '../errors/openai-error';

interface InvalidRequest {
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
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
  unsupportedParameter: {
    summary: 'A parameter that cannot be honoured',
    value: toBody({
      message: "Unsupported parameter: 'logprobs' is not supported with this model.",
      param: 'logprobs',
      code: 'unsupported_parameter',
    }),
  },
  unsupportedValue: {
    summary: 'A value that cannot be honoured',
    value: toBody({
      message: "Unsupported value: 'n' does not support 2 with this model. Only the default (1) value is supported.",
      param: 'n',
      code: 'unsupported_value',
    }),
  },
  remoteImage: {
    summary: 'An image that would have to be fetched',
    value: toBody({
      message:
        "Unsupported value: 'messages[0].content[0].image_url.url' does not support http and https URLs with this model. " +
        "Send the image itself, as a base64-encoded data URL (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=').",
      param: 'messages[0].content[0].image_url.url',
      code: 'unsupported_value',
    }),
  },
  orphanedResult: {
    summary: 'A result without its call',
    value: toBody({
      message:
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      param: 'messages.[1].role',
      code: null,
    }),
  },
  openCalls: {
    summary: 'Calls without their results',
    value: toBody({
      message:
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
        'The following tool_call_ids did not have response messages: call_1',
      param: 'messages.[1].role',
      code: null,
    }),
  },
  openSchema: {
    summary: 'A strict schema that leaves something open',
    value: toBody({
      message:
        "Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied " +
        'and to be false.',
      param: 'response_format',
      code: null,
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

/** A model that is asked for by its path. */
export const UNKNOWN_MODEL = toUnknownModel('model');

/** A model that a completion is asked of. */
export const UNKNOWN_MODEL_NAME = toUnknownModel(null);

function toUnknownModel(param: string | null): Record<'unknownModel', { summary: string; value: OpenAiErrorBody }> {
  const message = 'The model `gpt-unknown` does not exist or you do not have access to it.';
  return {
    unknownModel: {
      summary: 'An unknown model',
      value: toBody({ message, param, code: 'model_not_found' }, 404),
    },
  };
}

function toBody(error: InvalidRequest, status = 400): OpenAiErrorBody {
  return new OpenAiError({ status, ...error }).body;
}
