import {
  type Claim,
  IdempotencyRepository,
  type KeyedRequest,
  type Lease,
} from '../../src/card-api/idempotency/idempotency.repository';
import { type Database } from '../../src/database/database';
import { createCardApi } from '../factories/card-api.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const COPIES = 50;

let keyCount = 0;

function createRequest(fields: Partial<KeyedRequest> = {}): KeyedRequest {
  keyCount += 1;
  return { tenant: 'acme', path: '/api/cards/block', keyDigest: `key-${keyCount}`, requestDigest: 'digest', ...fields };
}

describeOnEachEngine(IdempotencyRepository.name, (createStore) => {
  let store: TestStore;
  let databases: readonly [Database, Database];
  let clock: TestClock;
  let records: readonly [IdempotencyRepository, IdempotencyRepository];

  beforeAll(async () => {
    store = await createStore();
    databases = [await store.open(), await store.open()];
  });

  afterAll(() => store.remove());

  beforeEach(() => {
    clock = new TestClock();
    records = [createCardApi(databases[0], clock).records, createCardApi(databases[1], clock).records];
  });

  async function claim(request: KeyedRequest): Promise<Lease> {
    const claimed = await records[0].claim(request);
    if (claimed.status !== 'claimed') throw new Error(`The request is ${claimed.status}.`);
    return claimed.lease;
  }

  it('should let one of many at once work, over two instances', async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = createRequest();
      const claims = await Promise.all(
        Array.from({ length: COPIES }, (_, copy): Promise<Claim> => records[copy % 2 === 0 ? 0 : 1].claim(request)),
      );
      const statuses = claims.map(({ status }) => status).sort();
      expect(statuses).toEqual(['claimed', ...Array.from({ length: COPIES - 1 }, () => 'in_flight')]);
    }
  }, 60_000);

  it('should let one of many at once take over what was abandoned, and what expired', async () => {
    for (const lapseMs of [30 * SECOND_MS, DAY_MS]) {
      const request = createRequest();
      await claim(request);
      clock.advance(lapseMs);
      const claims = await Promise.all(
        Array.from({ length: COPIES }, (_, copy): Promise<Claim> => records[copy % 2 === 0 ? 0 : 1].claim(request)),
      );
      expect(claims.filter(({ status }) => status === 'claimed')).toHaveLength(1);
    }
  }, 60_000);

  it('should give every byte back', async () => {
    const request = createRequest();
    const reply = JSON.stringify({ text: 'caf\u00e9 \u{1F4B3} \u2028 "\\" \'', empty: '', deep: [[{}]] });
    expect(await records[0].complete(await claim(request), reply)).toBe(reply);
    expect(await records[1].claim(request)).toEqual({ status: 'answered', reply });
  });

  it('should keep the name of an abandoned request, and give an expired one a new name', async () => {
    const request = createRequest();
    const first = await claim(request);
    clock.advance(30 * SECOND_MS - 1);
    expect(await records[1].claim(request)).toEqual({ status: 'in_flight' });
    clock.advance(1);
    const second = await claim(request);
    expect([second.id === first.id, second.leaseId === first.leaseId]).toEqual([true, false]);
    clock.advance(DAY_MS);
    expect((await claim(request)).id).not.toBe(first.id);
  });

  it('should tell whoever was overtaken what the other one answered', async () => {
    const request = createRequest();
    const slow = await claim(request);
    clock.advance(30 * SECOND_MS);
    const quick = await claim(request);
    expect(await records[0].complete(quick, 'quick')).toBe('quick');
    expect(await records[1].complete(slow, 'slow')).toBe('quick');
    expect(await records[1].claim(request)).toEqual({ status: 'answered', reply: 'quick' });
  });

  it('should not let whoever was overtaken free the key', async () => {
    const request = createRequest();
    const slow = await claim(request);
    clock.advance(30 * SECOND_MS);
    await claim(request);
    await records[0].forget(slow);
    await records[0].endLease(slow);
    expect(await records[1].claim(request)).toEqual({ status: 'in_flight' });
  });

  it('should never forget an answer before its time', async () => {
    const request = createRequest();
    const lease = await claim(request);
    await records[0].complete(lease, 'answer');
    await records[0].forget(lease);
    await records[0].endLease(lease);
    clock.advance(DAY_MS - 1);
    expect(await records[1].claim(request)).toEqual({ status: 'answered', reply: 'answer' });
  });

  it.each([
    ['tenant', { tenant: 'other' }],
    ['path', { path: '/api/cards/unblock' }],
  ])('should not mix up two requests that differ in their %s', async (_part, fields) => {
    const request = createRequest();
    await claim(request);
    expect(await records[0].claim({ ...request, ...fields })).toMatchObject({ status: 'claimed' });
  });

  it('should know another request with the same key, in flight, abandoned or answered', async () => {
    const request = createRequest();
    const other = { ...request, requestDigest: 'another digest' };
    const lease = await claim(request);
    expect(await records[1].claim(other)).toEqual({ status: 'reused' });
    await records[0].endLease(lease);
    expect(await records[1].claim(other)).toEqual({ status: 'reused' });
    await records[0].complete(lease, 'answer');
    expect(await records[1].claim(other)).toEqual({ status: 'reused' });
  });

  it('should remove what has expired as new requests come', async () => {
    for (let count = 0; count < 5; count += 1) await claim(createRequest());
    clock.advance(DAY_MS);
    const now = clock.now().toISOString();
    const countExpired = async (): Promise<number> =>
      (
        await databases[0].queries
          .selectFrom('idempotency_record')
          .where('expires_at', '<=', now)
          .select('id')
          .execute()
      ).length;
    const before = await countExpired();
    expect(before).toBeGreaterThanOrEqual(5);
    for (let count = 0; count < before; count += 1) await claim(createRequest());
    expect(await countExpired()).toBe(0);
  });
});
