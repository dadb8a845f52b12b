import { LanguageModelError } from '../language-model-error';
import { mapBedrockError } from './map-bedrock-error';

const OPENING = { modelId: 'amazon.nova-lite-v1:0', region: 'eu-central-1', phase: 'opening' } as const;
const STREAMING = { ...OPENING, phase: 'streaming' } as const;

function named(name: string, fields: object = {}): Error {
  return Object.assign(new Error('upstream words'), { name }, fields);
}

describe(mapBedrockError.name, () => {
  it.each([
    ['ValidationException', 'model_request_invalid'],
    ['ConflictException', 'model_request_invalid'],
    ['ServiceQuotaExceededException', 'model_quota_exhausted'],
    ['AccessDeniedException', 'model_access_denied'],
    ['ResourceNotFoundException', 'model_not_found'],
    ['ModelTimeoutException', 'model_timeout'],
    ['ModelErrorException', 'model_failed'],
    ['ModelStreamErrorException', 'model_stream_broken'],
    ['ThrottlingException', 'model_throttled'],
    ['ModelNotReadyException', 'model_not_ready'],
    ['InternalServerException', 'model_failed'],
    ['ServiceUnavailableException', 'model_unavailable'],
    ['ExpiredTokenException', 'model_credentials_invalid'],
    ['UnrecognizedClientException', 'model_credentials_invalid'],
    ['MissingAuthenticationTokenException', 'model_credentials_invalid'],
    ['CredentialsProviderError', 'model_credentials_invalid'],
    ['TimeoutError', 'model_timeout'],
  ])('should map %s to %s, without a status and in either phase', (name, code) => {
    const error = named(name);
    expect(mapBedrockError(error, OPENING)).toMatchObject({ code, cause: error, message: `${name}: upstream words` });
    expect(mapBedrockError(error, STREAMING).code).toBe(code);
  });

  it.each([
    ['ECONNRESET', 'model_unavailable'],
    ['ECONNREFUSED', 'model_unavailable'],
    ['EPIPE', 'model_unavailable'],
    ['ENOTFOUND', 'model_unavailable'],
    ['EAI_AGAIN', 'model_unavailable'],
    ['ETIMEDOUT', 'model_timeout'],
  ])('should map %s before the first event to %s', (systemCode, code) => {
    expect(mapBedrockError(named('Error', { code: systemCode }), OPENING).code).toBe(code);
  });

  it('should not take a reset connection for a timeout, whatever the SDK calls it', () => {
    const error = named('TimeoutError', { code: 'ECONNRESET' });
    expect(mapBedrockError(error, OPENING).code).toBe('model_unavailable');
    expect(mapBedrockError(error, STREAMING).code).toBe('model_stream_broken');
  });

  it.each(['connect ECONNREFUSED 127.0.0.1:9', 'socket hang up', 'aborted'])(
    'should read the cause from the text when the SDK kept nothing else: %s',
    (text) => {
      const message = `AWS SDK error wrapper for Error: ${text}`;
      expect(mapBedrockError(named('Error', { message }), OPENING).code).toBe('model_unavailable');
    },
  );

  describe('when the connection breaks after the answer has begun', () => {
    it('should report a broken stream', () => {
      expect(mapBedrockError(named('Error', { code: 'ECONNRESET' }), STREAMING).code).toBe('model_stream_broken');
      expect(mapBedrockError(new Error('Truncated event message received.'), STREAMING).code).toBe(
        'model_stream_broken',
      );
    });

    it('should do so too when no event had arrived yet', () => {
      const error = named('Error', { code: 'ECONNRESET', $metadata: { httpStatusCode: 200 } });
      expect(mapBedrockError(error, OPENING).code).toBe('model_stream_broken');
    });
  });

  it.each([
    [401, 'model_credentials_invalid'],
    [403, 'model_access_denied'],
    [404, 'model_not_found'],
    [408, 'model_timeout'],
    [418, 'model_request_invalid'],
    [429, 'model_throttled'],
    [500, 'model_failed'],
    [502, 'model_unavailable'],
    [504, 'model_timeout'],
  ])('should go by the status %s when the name is unknown', (httpStatusCode, code) => {
    expect(mapBedrockError(named('NewException', { $metadata: { httpStatusCode } }), OPENING).code).toBe(code);
  });

  it.each([
    'Input is too long for requested model.',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'The input exceeds the maximum number of input tokens',
    'This model has a maximum context length of 128000 tokens',
  ])('should recognise an exceeded context: %s', (message) => {
    expect(mapBedrockError(named('ValidationException', { message }), OPENING).code).toBe('model_context_exceeded');
  });

  it.each([
    'The maximum tokens you requested exceeds the model limit of 10000.',
    'The text field at messages.0.content.0 is blank: aborted ECONNRESET',
  ])('should leave another refusal what it is: %s', (message) => {
    expect(mapBedrockError(named('ValidationException', { message }), OPENING).code).toBe('model_request_invalid');
  });

  it.each([
    ['eu-central-1', 'eu.amazon.nova-lite-v1:0'],
    ['us-west-1', 'us.amazon.nova-lite-v1:0'],
    ['us-gov-west-1', 'us-gov.amazon.nova-lite-v1:0'],
    ['ap-south-1', 'apac.amazon.nova-lite-v1:0'],
    ['sa-east-1', 'global.amazon.nova-lite-v1:0'],
  ])('should name the inference profile that %s needs', (region, profileId) => {
    const message = "Invocation of model ID amazon.nova-lite-v1:0 with on-demand throughput isn't supported.";
    const error = mapBedrockError(named('ValidationException', { message }), { ...OPENING, region });
    expect(error.code).toBe('model_not_found');
    expect(error.message).toContain(`use the model id ${profileId}.`);
  });

  it('should recognise a tool call that the model could not write', () => {
    const message = 'Model produced invalid sequence as part of ToolUse.';
    expect(mapBedrockError(named('ModelErrorException', { message }), OPENING).code).toBe('model_output_malformed');
    expect(mapBedrockError(named('ModelStreamErrorException', { message }), STREAMING).code).toBe(
      'model_output_malformed',
    );
  });

  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'x-amz-retry-after': '1500' }, 2],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('should read how long to wait from %j', (headers, seconds) => {
    const error = Object.defineProperty(named('ThrottlingException'), '$response', { value: { headers } });
    expect(mapBedrockError(error, OPENING).retryAfterSeconds).toBe(seconds);
  });

  it('should map what is no error at all', () => {
    expect(mapBedrockError('odd', OPENING)).toMatchObject({ code: 'model_failed', message: 'Error: odd' });
  });

  it('should pass an error of the port through', () => {
    const error = new LanguageModelError('model_aborted', 'gone');
    expect(mapBedrockError(error, STREAMING)).toBe(error);
  });
});
