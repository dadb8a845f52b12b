import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { OPENAI_VERSION } from '../../common/http/reply-headers';
import { makeRequestId } from '../../common/http/request-id';
import { toOpenAiError } from './to-openai-error';

/** What Node's parser and timers give up with, and the status for it; 400 for everything else. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
]);
const BAD_REQUEST = 400;

interface ConnectionError extends Error {
  readonly code?: string;
}

/** Answers what never became a request, so that no route, hook or filter sees it: in the envelope of all others. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(toRawReply(STATUSES.get(error.code ?? '') ?? BAD_REQUEST));
  socket.destroy(error);
}

function toRawReply(statusCode: number): string {
  const requestId = makeRequestId();
  const body = JSON.stringify(toOpenAiError(Object.assign(new Error(), { statusCode }), requestId).body);
  const lines = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    `openai-version: ${OPENAI_VERSION}`,
    // It never got as far as being processed.
    'openai-processing-ms: 0',
    'connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
