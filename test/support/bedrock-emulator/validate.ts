import { asArray, asObject, contentOf, type Json } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';
import { validateBlocks } from './validate-blocks';
import { validateInference } from './validate-inference';
import { validateNova } from './validate-nova';
import { validateTools } from './validate-tools';
import { validateTurns } from './validate-turns';

export interface ValidationOptions {
  /** Apply the further rules of Nova v1. */
  readonly nova: boolean;
}

const MAX_CACHE_POINTS = 4;

/**
 * What Bedrock would refuse in this request body, in the service's words; `undefined` for a good one. Pure.
 * Order as observed: shape and blocks first, then the order of turns, then tools, then the model's own rules.
 */
export function validate(body: unknown, { nova }: ValidationOptions): ServiceFault | undefined {
  const request = asObject(body);
  const messages = asArray(request.messages);
  return (
    validateSystem(request) ??
    validateBlocks(messages) ??
    validateTurns(messages) ??
    validateTools(request) ??
    validateInference(request, { nova }) ??
    validateCachePoints(request) ??
    (nova ? validateNova(request) : undefined)
  );
}

function validateSystem(request: Json): ServiceFault | undefined {
  for (const [index, block] of asArray(request.system).entries()) {
    const { text } = asObject(block);
    if (typeof text === 'string' && text.trim() === '') {
      return invalid(
        `The text field in the SystemContentBlock object at system.${index} is blank. Add text to the text field, and try again.`,
      );
    }
  }
  return undefined;
}

function validateCachePoints(request: Json): ServiceFault | undefined {
  const places = [
    ...asArray(request.system).map(asObject),
    ...asArray(request.messages).flatMap(contentOf),
    ...asArray(asObject(request.toolConfig).tools).map(asObject),
  ];
  const count = places.filter((place) => place.cachePoint !== undefined).length;
  if (count <= MAX_CACHE_POINTS) return undefined;
  return invalid(`A maximum of ${MAX_CACHE_POINTS} blocks with cachePoint may be provided. Found ${count}.`);
}
