import { OtpSender } from '../../../src/identity/otp/otp-sender';
import { startTestApp, type TestApp } from '../../support/test-app';
import { waitUntil } from '../../support/wait-until';
import {
  type ApiDocument,
  fetchApiDocument,
  listOperations,
  listRequestExamples,
  type Operation,
  SchemaCompiler,
  withoutChance,
} from './api-document';

const CHANCE = new Set(['action_id', 'expires_at', 'ordered_at', 'expected_by', 'posted_at', 'dispute_reference']);

describe('the documented endpoints for cards', () => {
  let service: TestApp;
  let document: ApiDocument;
  let schemas: SchemaCompiler;
  let operations: readonly Operation[];
  const codes: string[] = [];

  beforeAll(async () => {
    service = await startTestApp();
    document = await fetchApiDocument(service);
    schemas = new SchemaCompiler(document);
    operations = listOperations(document).filter(({ path }) => path.startsWith('/api/cards/'));
    jest.spyOn(service.app.get(OtpSender, { strict: false }), 'send').mockImplementation(({ code }) => {
      codes.push(code);
      return Promise.resolve();
    });
  });

  afterAll(async () => {
    await service.close();
  });

  /** With the header as Swagger UI fills it in. */
  async function execute({ path, parameters }: Operation, value: unknown): Promise<unknown> {
    const headers = Object.fromEntries(parameters.map(({ name, schema }) => [name, String(schema.example)]));
    const body = path.endsWith('/check') ? { ...(value as object), code: codes.at(-1) } : value;
    const response = await service.post(path, body, { headers });
    expect([path, response.status]).toEqual([path, 200]);
    if (path.endsWith('/passcode')) await waitUntil(() => codes.length > 0);
    return response.json();
  }

  it('should answer their examples in order as the document shows', async () => {
    expect(operations).toHaveLength(12);
    for (const operation of operations) {
      const media = operation.responses['200']?.content['application/json'];
      const [example, ...others] = listRequestExamples(operation);
      expect(others).toEqual([]);
      const reply = await execute(operation, example?.value);
      expect(schemas.explain(schemas.compile(media?.schema ?? {}), reply)).toBe('');
      expect(withoutChance(reply, CHANCE)).toEqual(withoutChance(media?.example, CHANCE));
      for (const part of ['action_id', 'dispute_reference', 'expires_at']) {
        expect(part in (reply as object)).toBe(part in (media?.example as object));
      }
    }
  });

  it('should answer a changing example that is executed again with the same bytes', async () => {
    const changes = operations.filter(({ parameters }) => parameters.length > 0);
    expect(changes).toHaveLength(6);
    for (const operation of changes) {
      const [example] = listRequestExamples(operation);
      const replies = [await execute(operation, example?.value), await execute(operation, example?.value)];
      expect(replies[0]).toEqual(replies[1]);
      expect(replies[0]).toMatchObject({ status: 'done' });
    }
  });

  it.each([
    ['CardCustomer', 'list', { phone_number: null }, 400],
    ['CardCustomer', 'list', { conversation_id: 'a b' }, 400],
    ['CardCustomer', 'list', { conversation_id: null, more: 1 }, 200],
    ['CardSelection', 'replacement-status', { last_four: '12345' }, 400],
    ['CardSelection', 'replacement-status', { last_four: null, network: null }, 200],
    ['CardSelection', 'replacement-status', { network: 'visa' }, 400],
    ['LostCard', 'report-lost', { reason: 'damaged' }, 400],
    ['LostCard', 'report-lost', { reason: 'lost', last_four: '0000' }, 200],
    ['DisputedTransaction', 'dispute', { amount_cents: 1.5 }, 400],
    ['DisputedTransaction', 'dispute', { amount_cents: 0 }, 400],
    ['DisputedTransaction', 'dispute', { merchant: '' }, 400],
    ['PasscodeCheck', 'passcode/check', { code: '12345', conversation_id: 'desk' }, 400],
    ['PasscodeCheck', 'passcode/check', { code: '123456', conversation_id: 'desk' }, 200],
  ])('should allow and forbid as the service does: %s at %s with %p', async (...row) => {
    const [schema, operation, fields, status] = row;
    const body = { phone_number: '+15550100001', ...fields };
    const headers = { 'idempotency-key': JSON.stringify(fields).replaceAll(' ', '') };
    expect((await service.post(`/api/cards/${operation}`, body, { headers })).status).toBe(status);
    expect(schemas.compileNamed(schema)(body)).toBe(status === 200);
  });
});
