import { type PhoneNumber } from '../../src/common/phone-number';
import { type Database } from '../../src/database/database';
import { IdentityService } from '../../src/identity/identity.service';
import { TestConversation } from '../factories/card-context.factory';
import { insertCustomer } from '../factories/customer.factory';
import { createPasscodeMaker, IdentityBench } from '../factories/identity-service.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';

const MINUTE_MS = 60_000;
const TABLES = ['passcode', 'passcode_answer', 'verification', 'attempt_limit', 'audit_entry', 'customer'] as const;

describeOnEachEngine(`${IdentityService.name} and a number that nobody has`, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let bench: IdentityBench;
  let service: IdentityService;

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    clock = new TestClock();
    bench = new IdentityBench(database, clock);
    service = bench.service;
  });

  afterEach(() => store.remove());

  async function countRows(): Promise<readonly number[]> {
    const counts = [];
    for (const table of TABLES) counts.push((await database.queries.selectFrom(table).selectAll().execute()).length);
    return counts;
  }

  /** Everything that a caller who does not have the telephone can see, and how many rows each step adds. */
  async function tryEverything(phoneNumber: PhoneNumber): Promise<readonly unknown[]> {
    const talk = new TestConversation(phoneNumber, 'claimed');
    const seen: unknown[] = [];
    let before = await countRows();
    const note = async (outcome: unknown): Promise<void> => {
      await bench.settle();
      const after = await countRows();
      seen.push([outcome, after.map((count, index) => count - (before[index] ?? 0))]);
      before = after;
    };
    // Two customers' numbers end alike once in a hundred; what matters is that the last digits are shown.
    const unmasked = (outcome: object): object =>
      'maskedNumber' in outcome ? { ...outcome, maskedNumber: '' } : outcome;
    await note(unmasked(await service.requestPasscode({ context: talk.turn(1), resume: { tool: 'a' } })));
    await note(unmasked(await service.requestPasscode({ context: talk.turn(1), resume: { tool: 'a' } })));
    await note(unmasked(await service.requestPasscode({ context: talk.turn(2) })));
    for (const turn of [3, 4, 5]) {
      await note(unmasked((await service.findOpenPasscode(talk.turn(turn))) ?? {}));
      await note(await service.checkPasscode({ context: talk.turn(turn), code: 'wrong' }));
    }
    await note(await service.checkPasscode({ context: talk.turn(5), code: 'wrong' }));
    clock.advance(5 * MINUTE_MS);
    await note(unmasked((await service.findOpenPasscode(talk.turn(6))) ?? {}));
    await note(await service.checkPasscode({ context: talk.turn(6), code: 'wrong' }));
    await note(unmasked(await service.requestPasscode({ context: talk.turn(7) })));
    for (const turn of [8, 9, 10]) await note(await service.checkPasscode({ context: talk.turn(turn), code: 'wrong' }));
    await note(await service.requestPasscode({ context: talk.turn(11) }));
    await note((await service.establish(talk.turn(11))).caller.level);
    return seen;
  }

  it('should look like one that a customer has, row for row, and send nothing', async () => {
    const { phoneNumber } = await insertCustomer(database);
    const start = clock.now().getTime();
    const known = await tryEverything(phoneNumber);
    clock.advance(start - clock.now().getTime());
    const unknown = await tryEverything('+15559999999' as PhoneNumber);
    expect(unknown).toEqual(known);
    const statuses = known.map((entry) => (entry as [{ readonly status?: string }])[0].status);
    expect(new Set(statuses)).toEqual(
      new Set(['sent', 'resend_limited', 'open', 'wrong', 'expired', 'locked', undefined]),
    );
    expect(bench.sender.sent.map(({ to }) => to)).toEqual([phoneNumber, phoneNumber]);
  });

  it('should prove nothing, even by a code that was guessed', async () => {
    const phoneNumber = '+15559999999' as PhoneNumber;
    const talk = new TestConversation(phoneNumber, 'claimed');
    await service.requestPasscode({ context: talk.turn(1) });
    const { id } = await database.queries.selectFrom('passcode').select('id').executeTakeFirstOrThrow();
    const codeHash = createPasscodeMaker().digest('passcode', id, '042913');
    await database.queries.updateTable('passcode').set({ code_hash: codeHash }).execute();
    expect(createPasscodeMaker().matches({ id, codeHash }, '042913')).toBe(true);
    const outcome = await service.checkPasscode({ context: talk.turn(2), code: '042913' });
    expect(outcome).toEqual({ status: 'wrong', triesLeft: 4 });
    expect((await service.establish(talk.turn(3))).caller.level).toBe('claimed');
  });
});
