import { type Database } from '../../src/database/database';

/** What one frame of an event stream must look like, and nothing else between the blank lines. */
const FRAME = /^data: ([^\n]+)$/;

/** The payloads of an event stream in their order, `[DONE]` included. Fails on any line that is no `data:` line. */
export function readPayloads(stream: string): readonly string[] {
  expect(stream.endsWith('\n\n')).toBe(true);
  return stream
    .slice(0, -2)
    .split('\n\n')
    .map((frame) => {
      const payload = FRAME.exec(frame)?.[1];
      if (payload === undefined) throw new Error(`This is no frame: ${JSON.stringify(frame)}`);
      return payload;
    });
}

/** The chunks before `[DONE]`, which must be the last frame and the only one of its kind. */
export function readChunks(stream: string): readonly unknown[] {
  const payloads = readPayloads(stream);
  expect(payloads.indexOf('[DONE]')).toBe(payloads.length - 1);
  return payloads.slice(0, -1).map((payload) => JSON.parse(payload) as unknown);
}

export interface ErrorFields {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** The error of a reply, whose body must be the envelope with its four keys and nothing else. */
export async function readError(response: Response): Promise<ErrorFields> {
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('x-request-id')).toMatch(/^[\w.:-]{1,128}$/);
  return readErrorBody(await response.text());
}

export function readErrorBody(text: string): ErrorFields {
  const body = JSON.parse(text) as { readonly error: ErrorFields };
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error)).toEqual(['message', 'type', 'param', 'code']);
  const { message, type, param, code } = body.error;
  expect(message).toEqual(expect.any(String));
  expect(message).not.toBe('');
  expect(type).toEqual(expect.any(String));
  expect([typeof param, typeof code].every((name) => name === 'string' || name === 'object')).toBe(true);
  return body.error;
}

const WRITTEN_TABLES = [
  'pending_action',
  'card_action',
  'audit_entry',
  'conversation',
  'conversation_message',
] as const;

export type RowCounts = Readonly<Record<(typeof WRITTEN_TABLES)[number], number>>;

export const NOTHING_WRITTEN: RowCounts = {
  pending_action: 0,
  card_action: 0,
  audit_entry: 0,
  conversation: 0,
  conversation_message: 0,
};

/** How many rows each table has that a request can write to. */
export async function countRows(database: Database): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const table of WRITTEN_TABLES) {
    const rows = await database.queries.selectFrom(table).selectAll().execute();
    counts[table] = rows.length;
  }
  return counts as RowCounts;
}
