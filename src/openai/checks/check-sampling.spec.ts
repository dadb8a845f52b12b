import { type SamplingParametersDto } from '../dto/sampling-parameters.dto';
import { checkSampling } from './check-sampling';

const firstObjection = (body: SamplingParametersDto): unknown => checkSampling(body).next().value;

describe(checkSampling.name, () => {
  it.each<[SamplingParametersDto]>([
    [{}],
    [{ n: 1, logprobs: false, top_logprobs: null, logit_bias: null }],
    [{ logit_bias: {} }],
    [{ logit_bias: { 50256: 0, foo: 0 } }],
    [{ max_tokens: 1, max_completion_tokens: 1 }],
    [{ frequency_penalty: 2, presence_penalty: -2, seed: 7 }],
  ])('should let %j pass', (body) => {
    expect([...checkSampling(body)]).toEqual([]);
  });

  it.each<[SamplingParametersDto, string, string, string]>([
    [
      { n: 2 },
      "Unsupported value: 'n' does not support 2 with this model. Only the default (1) value is supported.",
      'n',
      'unsupported_value',
    ],
    [
      { logprobs: true },
      "Unsupported parameter: 'logprobs' is not supported with this model.",
      'logprobs',
      'unsupported_parameter',
    ],
    [
      { top_logprobs: 0 },
      "Unsupported parameter: 'top_logprobs' is not supported with this model.",
      'top_logprobs',
      'unsupported_parameter',
    ],
    [
      { logit_bias: { 50256: -100 } },
      "Unsupported parameter: 'logit_bias' is not supported with this model.",
      'logit_bias',
      'unsupported_parameter',
    ],
    [
      { logit_bias: { a: 0, b: 101 } },
      "Invalid 'logit_bias.b': integer above maximum value. Expected a value <= 100, but got 101 instead.",
      'logit_bias.b',
      'integer_above_max_value',
    ],
    [
      { logit_bias: { a: -100.5 } },
      "Invalid 'logit_bias.a': decimal below minimum value. Expected a value >= -100, but got -100.5 instead.",
      'logit_bias.a',
      'decimal_below_min_value',
    ],
    [
      { logit_bias: { a: '1' } },
      "Invalid type for 'logit_bias.a': expected a decimal, but got a string instead.",
      'logit_bias.a',
      'invalid_type',
    ],
    [
      { max_tokens: 0 },
      "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
      'max_tokens',
      'integer_below_min_value',
    ],
  ])('should object to %j', (body, ...[message, param, code]) => {
    expect(firstObjection(body)).toMatchObject({ message, param, code });
  });

  it('should leave out what a lenient service cannot do, but no value that is wrong', () => {
    const remedies = (body: SamplingParametersDto): unknown[] => [...checkSampling(body)].map((one) => one.leaveOut);
    expect(remedies({ n: 2, logprobs: true, max_tokens: 0, logit_bias: { a: 1 } })).toEqual([
      [['max_tokens']],
      [['n']],
      [['logprobs']],
      [['logit_bias']],
    ]);
    expect(remedies({ logit_bias: { a: 101 } })).toEqual([undefined, [['logit_bias']]]);
  });
});
