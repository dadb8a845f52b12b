import { type Wording } from '../errors/error-wording';

/** Keys and indices from the body to a value within it; empty for the body itself. */
export type BodyPath = readonly (string | number)[];

/** Why a request whose types are right cannot be answered as it asks. */
export interface Objection {
  readonly message: string;
  readonly param: string;
  readonly code: string | null;
  /**
   * What a lenient service leaves out to answer all the same; empty where it answers the request as it stands, and
   * absent where it refuses too.
   */
  readonly leaveOut?: readonly BodyPath[];
}

/** Objects to a value for what a rule on values says of it. */
export function toObjection(param: string, wording: Wording): Objection {
  return { ...wording, param };
}

/** Objects to a parameter that no value makes possible. */
export function objectToParameter(param: string, leaveOut: readonly BodyPath[] = [[param]]): Objection {
  return {
    message: `Unsupported parameter: '${param}' is not supported with this model.`,
    param,
    code: 'unsupported_parameter',
    leaveOut,
  };
}

interface UnsupportedValue {
  readonly param: string;
  /** As it stands in the message: with quotes, if it is a text. */
  readonly value: string;
  /** What to send instead: one sentence. */
  readonly hint?: string;
  readonly leaveOut?: readonly BodyPath[];
}

/** Objects to one value of a parameter that has others. */
export function objectToValue({ param, value, hint, leaveOut }: UnsupportedValue): Objection {
  return {
    message: [`Unsupported value: '${param}' does not support ${value} with this model.`, hint]
      .filter(Boolean)
      .join(' '),
    param,
    code: 'unsupported_value',
    ...(leaveOut && { leaveOut }),
  };
}

/** Objects to a parameter that means something only beside another one. */
export function objectToLoneParameter(param: string, needed: string): Objection {
  return {
    message: `Invalid value for '${param}': '${param}' is only allowed when '${needed}' are specified.`,
    param,
    code: null,
    leaveOut: [[param]],
  };
}

/** Whether a parameter has a value: `null` means absent. */
export function isPresent<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
