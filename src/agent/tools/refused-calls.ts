import { isJsonObject, type JsonObject } from '../../common/json';
import { type ModelToolCall } from '../../language-model/language-model';

export type RefusedCall = Pick<ModelToolCall, 'name' | 'inputJson'>;

/** How a tool call that has to wait for a passcode is kept with it. The registry checks it again when it is taken up. */
export const RefusedCalls = {
  write({ name, inputJson }: RefusedCall): JsonObject {
    return { name, inputJson };
  },

  /** @returns `undefined` when the passcode was asked for on its own. */
  read(value: unknown): RefusedCall | undefined {
    if (!isJsonObject(value) || typeof value.name !== 'string' || typeof value.inputJson !== 'string') return undefined;
    return { name: value.name, inputJson: value.inputJson };
  },
};
