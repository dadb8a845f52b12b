import { type Database } from '../../src/database/database';
import { type TestApp } from './test-app';
import { type ErrorFields, readError } from './wire';

export interface CardsAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly replayed: boolean;
  readonly headers: Headers;
}

interface SendOptions {
  /** Left out when absent. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service of the bank that uses the endpoints for cards. */
export class CardsClient {
  constructor(
    private readonly service: Pick<TestApp, 'post'>,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async send(operation: string, body: unknown, { key, headers }: SendOptions = {}): Promise<CardsAnswer> {
    const response = await this.fetch(operation, body, { key, headers: headers ?? {} });
    const text = await response.text();
    return {
      status: response.status,
      text,
      body: JSON.parse(text) as CardsAnswer['body'],
      replayed: response.headers.get('idempotent-replayed') === 'true',
      headers: response.headers,
    };
  }

  async refuse(operation: string, body: unknown, options: SendOptions = {}): Promise<ErrorFields & { status: number }> {
    const response = await this.fetch(operation, body, options);
    return { status: response.status, ...(await readError(response)) };
  }

  private fetch(operation: string, body: unknown, { key, headers }: SendOptions): Promise<Response> {
    const named = key === undefined ? {} : { 'idempotency-key': key };
    return this.service.post(`/api/cards/${operation}`, body, { headers: { ...this.headers, ...named, ...headers } });
  }
}

export async function countActions(database: Database): Promise<number> {
  return (await database.queries.selectFrom('card_action').select('id').execute()).length;
}
