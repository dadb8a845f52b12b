import { type AccountParametersDto } from '../dto/account-parameters.dto';
import { wordLength, wordType } from '../errors/error-wording';
import { type Objection, toObjection } from './objection';

const MAX_PAIRS = 16;
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_LENGTH = 512;

/** OpenAI's limits: only a strict service keeps to them, since voice platforms send counters and objects here. */
export function* checkMetadata({ metadata }: AccountParametersDto): Generator<Objection> {
  const pairs = Object.entries(metadata ?? {});
  if (pairs.length > MAX_PAIRS) {
    yield {
      message:
        `Invalid 'metadata': too many properties. Expected an object with at most ${MAX_PAIRS} properties, ` +
        `but got an object with ${pairs.length} properties instead.`,
      param: 'metadata',
      code: 'object_above_max_properties',
    };
  }
  for (const [key, value] of pairs) {
    const path = `metadata.${key.slice(0, MAX_KEY_LENGTH)}`;
    if (key.length > MAX_KEY_LENGTH) {
      yield toObjection('metadata', wordLength(path, { problem: 'long', limit: String(MAX_KEY_LENGTH), value: key }));
    }
    if (typeof value !== 'string') yield toObjection(path, wordType(path, 'a string', value));
    else if (value.length > MAX_VALUE_LENGTH) {
      yield toObjection(path, wordLength(path, { problem: 'long', limit: String(MAX_VALUE_LENGTH), value }));
    }
  }
}
