import { BadRequestException, ForbiddenException, HttpException, UnauthorizedException } from '@nestjs/common';
import { BodyError } from '../../common/http/body-error';
import { LanguageModelError } from '../../language-model/language-model-error';
import { OpenAiError } from './openai-error';
import { readStatus, toOpenAiError } from './to-openai-error';

const REQUEST_ID = 'req_1';

describe(toOpenAiError.name, () => {
  it('should leave an OpenAI error as it is', () => {
    const error = new OpenAiError({ status: 404, message: 'No.' });
    expect(toOpenAiError(error, REQUEST_ID)).toBe(error);
  });

  it.each([
    [new UnauthorizedException(), 401, 'invalid_request_error', null],
    [new ForbiddenException(), 403, 'permission_error', null],
    [new BadRequestException(), 400, 'invalid_request_error', null],
    [new HttpException('slow down', 429), 429, 'requests', 'rate_limit_exceeded'],
    [Object.assign(new Error(), { statusCode: 408 }), 408, 'invalid_request_error', null],
    [Object.assign(new Error(), { statusCode: 413 }), 413, 'invalid_request_error', 'request_too_large'],
    [Object.assign(new Error(), { statusCode: 414 }), 414, 'invalid_request_error', null],
    [Object.assign(new Error(), { statusCode: 431 }), 431, 'invalid_request_error', null],
    [Object.assign(new Error(), { statusCode: 503 }), 503, 'service_unavailable_error', 'server_is_overloaded'],
    [new LanguageModelError('model_throttled', 'no'), 429, 'requests', 'rate_limit_exceeded'],
  ])('should give %p the status %d', (error, ...[status, type, code]) => {
    const mapped = toOpenAiError(error, REQUEST_ID);
    expect(mapped.status).toBe(status);
    expect(mapped.body.error).toMatchObject({ type, param: null, code });
    const mayRetry = status === 429 || status === 503;
    expect(mapped.retryAfterSeconds).toEqual(mayRetry ? expect.any(Number) : undefined);
  });

  it.each([
    new Error('secret insides'),
    new HttpException('secret insides', 418),
    'secret insides',
    undefined,
    null,
    { statusCode: 404, message: 'secret insides' },
  ])('should tell nothing of %p but the id of the request', (error) => {
    const mapped = toOpenAiError(error, REQUEST_ID);
    expect(mapped.status).toBe(500);
    expect(mapped.body.error).toMatchObject({ type: 'server_error', param: null, code: null });
    expect(mapped.message).toContain(REQUEST_ID);
    expect(mapped.message).not.toContain('secret');
  });

  it.each([
    [new BodyError('malformed', 'x'), null, null],
    [new BodyError('not_an_object', 'x'), null, null],
    [new BodyError('too_deep', 'too deep.', 'messages[0]'), 'messages[0]', 'invalid_value'],
    [new BodyError('too_many_values', 'too many.'), null, 'invalid_value'],
  ])('should answer 400 to %p', (error, param, code) => {
    const mapped = toOpenAiError(error, REQUEST_ID);
    expect(mapped.status).toBe(400);
    expect(mapped.body.error).toMatchObject({ type: 'invalid_request_error', param, code });
  });
});

describe(readStatus.name, () => {
  it.each([
    [new ForbiddenException(), 403],
    [Object.assign(new Error(), { statusCode: 415 }), 415],
    [Object.assign(new Error(), { statusCode: '415' }), undefined],
    [new Error(), undefined],
    ['415', undefined],
  ])('should read the status of %p as %p', (error, status) => {
    expect(readStatus(error)).toBe(status);
  });
});
