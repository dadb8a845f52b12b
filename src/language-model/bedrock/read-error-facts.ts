const WRAPPED = 'AWS SDK error wrapper for ';

export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Such as `ECONNRESET`. */
  readonly systemCode: string | undefined;
  readonly httpStatus: number | undefined;
}

/** Reads an error by its fields, not by its class: the SDK throws classes of its own, Node's, and bare objects. */
export function readErrorFacts(error: unknown): ErrorFacts {
  const fields = readFields(error);
  const metadata = readFields(fields.$metadata);
  const message = typeof fields.message === 'string' ? fields.message : String(error);
  return {
    name: typeof fields.name === 'string' ? fields.name : 'Error',
    message,
    systemCode: typeof fields.code === 'string' ? fields.code : readSystemCode(message),
    httpStatus: typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
  };
}

export function readFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Of an error that it does not recognise as one, the SDK keeps nothing but the text. */
function readSystemCode(message: string): string | undefined {
  if (!message.startsWith(WRAPPED)) return undefined;
  if (/\b(aborted|socket hang up)\b/.test(message)) return 'ECONNRESET';
  return /\bE(AI_AGAIN|[A-Z]{3,})\b/.exec(message)?.[0];
}
