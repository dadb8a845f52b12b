import { asArray, asObject, type Json } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';

const MAX_STOP_SEQUENCES = 2_500;
/** A cap that Nova is known to take. */
const MAX_STOP_SEQUENCES_NOVA = 4;

/** Rules about `inferenceConfig`. */
export function validateInference(request: Json, { nova }: { readonly nova: boolean }): ServiceFault | undefined {
  const { maxTokens, temperature, topP, stopSequences } = asObject(request.inferenceConfig);
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && Number(maxTokens) >= 1)) {
    return outOfRange({ value: maxTokens, field: 'maxTokens', rule: 'greater than or equal to 1' });
  }
  if (!isUnit(temperature)) return outOfRange({ value: temperature, field: 'temperature', rule: 'between 0 and 1' });
  if (!isUnit(topP)) return outOfRange({ value: topP, field: 'topP', rule: 'between 0 and 1' });
  const stops = asArray(stopSequences);
  if (stops.some((stop) => typeof stop !== 'string' || stop === '')) {
    return outOfRange({ value: '', field: 'stopSequences', rule: 'of length greater than or equal to 1' });
  }
  const limit = nova ? MAX_STOP_SEQUENCES_NOVA : MAX_STOP_SEQUENCES;
  return stops.length > limit
    ? outOfRange({ value: stops.length, field: 'stopSequences', rule: `of size ${limit} or less` })
    : undefined;
}

function isUnit(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value >= 0 && value <= 1);
}

function outOfRange(input: { readonly value: unknown; readonly field: string; readonly rule: string }): ServiceFault {
  return invalid(
    `Value '${String(input.value)}' at 'inferenceConfig.${input.field}' failed to satisfy constraint: Member must be ${input.rule}`,
  );
}
