import { type Database } from '../../src/database/database';
import { OtpSender } from '../../src/identity/otp/otp-sender';
import { type TestApp } from './test-app';
import { waitUntil } from './wait-until';
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

/** Proves that the customer is there: reads the code off the telephone, as it were, and has it checked. */
export async function verifyCustomer(
  { app }: Pick<TestApp, 'app'>,
  client: CardsClient,
  customer: { readonly phone_number: string; readonly conversation_id: string },
): Promise<void> {
  const codes: string[] = [];
  const send = jest.spyOn(app.get(OtpSender, { strict: false }), 'send').mockImplementation(({ code }) => {
    codes.push(code);
    return Promise.resolve();
  });
  try {
    expect((await client.send('passcode', customer)).body).toMatchObject({ status: 'sent' });
    await waitUntil(() => codes.length > 0);
    const [code] = codes;
    expect((await client.send('passcode/check', { ...customer, code })).body).toEqual({ status: 'verified' });
  } finally {
    send.mockRestore();
  }
}
