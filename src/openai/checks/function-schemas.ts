import { checkIsOfObjects, checkStrictness } from '../../common/json-schema/check-strictness';
import { compileJsonSchema } from '../../common/json-schema/compile-json-schema';
import { JsonSchemaError } from '../../common/json-schema/json-schema-error';
import { MAX_PASSED_CONTAINERS, measureSchema, validateSchema } from '../../common/json-schema/validate-schema';
import { type JsonObject } from '../../common/json';

/** Objects and arrays in the schemas of all functions: a request brings many, and everybody waits while they are read. */
const MAX_CONTAINERS = 20_000;
/** What is compiled once is found again, so that the same request takes no time when it comes the next time. */
const COMPILE_BUDGET_MS = 1_000;

/** Checks the schemas of the functions of one request, and bounds what they take together. */
export class FunctionSchemas {
  private containersLeft = MAX_CONTAINERS;
  private compileMsLeft = COMPILE_BUDGET_MS;

  /** @throws JsonSchemaError for parameters that cannot be used. */
  check(parameters: JsonObject, isStrict: boolean): void {
    checkIsOfObjects(parameters);
    this.containersLeft -= measureSchema(parameters, MAX_PASSED_CONTAINERS);
    if (this.containersLeft < 0) {
      throw new JsonSchemaError(`the functions together have more than ${MAX_CONTAINERS} objects and arrays.`);
    }
    if (isStrict) this.checkStrict(parameters);
    else validateSchema(parameters);
  }

  private checkStrict(parameters: JsonObject): void {
    if (this.compileMsLeft <= 0) throw new JsonSchemaError('the strict functions together take too long to check.');
    const startedAt = performance.now();
    compileJsonSchema(parameters);
    this.compileMsLeft -= performance.now() - startedAt;
    checkStrictness(parameters);
  }
}
