import { toObjection, isPresent, type Objection, objectToParameter, objectToValue } from './objection';
import { type SamplingParametersDto } from '../dto/sampling-parameters.dto';
import { wordRange, wordType } from '../errors/error-wording';

const MAX_BIAS = 100;

/** A reply has one choice, whose words come without their probabilities and cannot be weighed one by one. */
export function* checkSampling(body: SamplingParametersDto): Generator<Objection> {
  yield* checkTokenLimit('max_completion_tokens', body.max_completion_tokens);
  yield* checkTokenLimit('max_tokens', body.max_tokens);
  if (isPresent(body.n) && body.n > 1) {
    const hint = 'Only the default (1) value is supported.';
    yield objectToValue({ param: 'n', value: String(body.n), hint, leaveOut: [['n']] });
  }
  if (body.logprobs === true) yield objectToParameter('logprobs');
  if (isPresent(body.top_logprobs)) yield objectToParameter('top_logprobs');
  yield* checkLogitBias(body.logit_bias);
}

function* checkTokenLimit(param: string, limit: number | null | undefined): Generator<Objection> {
  if (!isPresent(limit) || limit >= 1) return;
  const wording = wordRange(param, { kind: 'integer', side: 'below', limit: '1', value: limit });
  yield { ...toObjection(param, wording), leaveOut: [[param]] };
}

/** A bias of 0 is none, so that a map of nothing else asks for nothing. */
function* checkLogitBias(biases: SamplingParametersDto['logit_bias']): Generator<Objection> {
  const entries = Object.entries(biases ?? {});
  for (const [token, bias] of entries) {
    const path = `logit_bias.${token.slice(0, 64)}`;
    if (typeof bias !== 'number' || !Number.isFinite(bias)) yield toObjection(path, wordType(path, 'a decimal', bias));
    else if (Math.abs(bias) > MAX_BIAS) yield toObjection(path, wordBias(path, bias));
  }
  if (entries.some(([, bias]) => bias !== 0)) yield objectToParameter('logit_bias');
}

function wordBias(path: string, bias: number): ReturnType<typeof wordRange> {
  const side = bias > 0 ? 'above' : 'below';
  return wordRange(path, {
    kind: Number.isInteger(bias) ? 'integer' : 'decimal',
    side,
    limit: String(side === 'above' ? MAX_BIAS : -MAX_BIAS),
    value: bias,
  });
}
