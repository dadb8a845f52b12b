import { Logger } from '@nestjs/common';
import { RequestInFlightError } from '../../src/card-api/idempotency/idempotency-error';
import { type IdempotencyRepository, type KeyedRequest } from '../../src/card-api/idempotency/idempotency.repository';
import { IdempotencyService } from '../../src/card-api/idempotency/idempotency.service';
import { type Database } from '../../src/database/database';
import { DatabaseError } from '../../src/database/database-error';
import { createCardApi } from '../factories/card-api.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const LEASE_MS = 30_000;

describeOnEachEngine(`Failures around ${IdempotencyService.name}`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let records: IdempotencyRepository;
  let idempotency: IdempotencyService;
  let request: KeyedRequest;
  let runs: string[];

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  beforeEach(() => {
    clock = new TestClock();
    ({ records, idempotency } = createCardApi(database, clock));
    request = { tenant: 'acme', path: '/api/cards/block', keyDigest: String(Math.random()), requestDigest: 'digest' };
    runs = [];
  });

  afterEach(() => jest.restoreAllMocks());

  function act(id: string): Promise<unknown> {
    runs.push(id);
    return Promise.resolve({ run: runs.length });
  }

  describe('when an expired record cannot be removed', () => {
    it('should answer all the same, and log it', async () => {
      const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
      const failure = new DatabaseError('Away.');
      jest.spyOn(database.queries, 'deleteFrom').mockImplementationOnce(() => {
        throw failure;
      });
      expect(await idempotency.answerOnce(request, act)).toEqual({ body: '{"run":1}', replayed: false });
      expect(warn).toHaveBeenCalledWith({ err: failure }, expect.any(String));
      expect(await idempotency.answerOnce(request, act)).toEqual({ body: '{"run":1}', replayed: true });
    });
  });

  describe('when the answer cannot be stored', () => {
    it('should let the next copy go on at once, under the same name', async () => {
      jest.spyOn(records, 'complete').mockRejectedValueOnce(new DatabaseError('Away.'));
      await expect(idempotency.answerOnce(request, act)).rejects.toBeInstanceOf(DatabaseError);
      expect(await idempotency.answerOnce(request, act)).toEqual({ body: '{"run":2}', replayed: false });
      expect(new Set(runs).size).toBe(1);
    });

    it('should keep an answer that was stored in spite of the failure', async () => {
      const complete = records.complete.bind(records);
      jest.spyOn(records, 'complete').mockImplementationOnce(async (lease, reply) => {
        await complete(lease, reply);
        throw new DatabaseError('The connection was lost.');
      });
      await expect(idempotency.answerOnce(request, act)).rejects.toBeInstanceOf(DatabaseError);
      expect(await idempotency.answerOnce(request, act)).toEqual({ body: '{"run":1}', replayed: true });
    });
  });

  describe('when the request was taken over meanwhile', () => {
    it('should give no answer that is not kept, and leave the request to the other', async () => {
      let quick: Promise<unknown> = Promise.resolve();
      let letGo: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (letGo = resolve));
      const slow = idempotency.answerOnce(request, async (id) => {
        clock.advance(LEASE_MS);
        await new Promise<void>((started) => {
          quick = idempotency.answerOnce(request, async () => {
            started();
            await gate;
            return act(id);
          });
        });
        return 'slow';
      });
      await expect(slow).rejects.toBeInstanceOf(RequestInFlightError);
      letGo();
      expect(await quick).toEqual({ body: '{"run":1}', replayed: false });
      expect(await idempotency.answerOnce(request, act)).toEqual({ body: '{"run":1}', replayed: true });
    });
  });
});
