import { InvalidMessageError } from '../../agent/agent-error';
import { DomainError } from '../../common/domain-error';
import { DatabaseError } from '../../database/database-error';
import { LanguageModelError, type LanguageModelErrorCode } from '../../language-model/language-model-error';
import { mapDomainError } from './map-domain-error';
import { type OpenAiError } from './openai-error';

/** One entry for each code, with its status: a code that is missing here does not compile. */
const STATUSES: Readonly<Record<LanguageModelErrorCode | DatabaseError['code'], number>> = {
  model_request_invalid: 400,
  model_context_exceeded: 400,
  model_not_found: 502,
  model_access_denied: 502,
  model_credentials_invalid: 502,
  model_throttled: 429,
  model_quota_exhausted: 429,
  model_not_ready: 503,
  model_unavailable: 503,
  model_timeout: 504,
  model_failed: 502,
  model_output_malformed: 502,
  model_stream_broken: 502,
  model_aborted: 503,
  database_unavailable: 503,
};

const UPSTREAM_WORDS = 'arn:aws:bedrock:us-east-1:123456789012 said no to key AKIA';

class StrangeError extends DomainError {
  readonly code = 'nobody_knows_it';
}

function toDomainError(code: string, retryAfterSeconds?: number): DomainError {
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (code === 'database_unavailable') return new DatabaseError(UPSTREAM_WORDS, options);
  return new LanguageModelError(code as LanguageModelErrorCode, UPSTREAM_WORDS, options);
}

function map(error: DomainError): OpenAiError {
  const mapped = mapDomainError(error);
  if (mapped === undefined) throw new Error(`The table does not know ${error.code}.`);
  return mapped;
}

describe(mapDomainError.name, () => {
  describe.each(Object.entries(STATUSES))('when the code is %s', (code, status) => {
    it(`should answer ${status} in the words of the table`, () => {
      const mapped = map(toDomainError(code));
      expect(mapped.status).toBe(status);
      expect(Object.keys(mapped.body.error)).toEqual(['message', 'type', 'param', 'code']);
      expect(mapped.body.error.message).toMatch(/\.$/);
      expect(mapped.body.error.code).toMatch(/^[a-z_]+$/);
      expect(JSON.stringify(mapped.body)).not.toContain('arn:aws');
    });

    it('should blame the client only for what it sent', () => {
      const { type } = map(toDomainError(code)).body.error;
      expect(type === 'invalid_request_error').toBe(status === 400);
    });

    it('should name a time to come back exactly where coming back helps', () => {
      const { retryAfterSeconds } = map(toDomainError(code, 7));
      expect(retryAfterSeconds).toBe(status === 429 || status === 503 ? 7 : undefined);
    });
  });

  describe('when a time to come back is known', () => {
    it.each([
      [undefined, 2],
      [0, 1],
      [0.2, 1],
      [1.5, 2],
      [60, 60],
      [3_600, 60],
    ])('should make whole seconds from 1 to 60 of %s', (seconds, expected) => {
      expect(map(toDomainError('model_throttled', seconds)).retryAfterSeconds).toBe(expected);
    });
  });

  it('should keep words out of a 429 that make a client give up for good', () => {
    for (const code of ['model_throttled', 'model_quota_exhausted']) {
      expect(map(toDomainError(code)).message).not.toMatch(/quota|billing/i);
    }
  });

  it('should name the message that cannot be read', () => {
    expect(map(new InvalidMessageError(3, 'it is odd.')).body.error).toEqual({
      message: "Invalid 'messages[3].content': it is odd.",
      type: 'invalid_request_error',
      param: 'messages[3].content',
      code: 'invalid_value',
    });
  });

  it('should name the messages when they are too many tokens', () => {
    expect(map(toDomainError('model_context_exceeded')).body.error.param).toBe('messages');
  });

  it('should not know a code that is in no table', () => {
    expect(mapDomainError(new StrangeError('odd'))).toBeUndefined();
  });
});
