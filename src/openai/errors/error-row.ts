import { type OpenAiErrorType } from './openai-error';

/** How a domain code is told to a client. */
export type ErrorRow = readonly [status: number, type: OpenAiErrorType, code: string | null, message: string];
