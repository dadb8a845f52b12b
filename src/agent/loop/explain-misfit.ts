import { type JsonObject } from '../../common/json';
import { compileJsonSchema } from '../../common/json-schema/compile-json-schema';
import { LanguageModelError } from '../../language-model/language-model-error';

/**
 * What keeps something that a model wrote from fitting a schema of the client's; `undefined` when it fits.
 *
 * @throws LanguageModelError when the check comes to no end: it proves nothing then, so what was written is not given.
 */
export function explainMisfit(schema: JsonObject, value: unknown): string | undefined {
  try {
    return compileJsonSchema(schema)(value);
  } catch (error) {
    throw new LanguageModelError('model_output_malformed', 'An answer could not be checked.', { cause: error });
  }
}
