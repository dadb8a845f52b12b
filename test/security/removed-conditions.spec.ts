import { Logger } from '@nestjs/common';
import { sql, UpdateQueryBuilder } from 'kysely';
import { type CallContext } from '../../src/common/call-context';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type PendingAction } from '../../src/credit-card/credit-card.types';
import { ConfirmationRepository } from '../../src/credit-card/persistence/confirmation.repository';
import { type Database } from '../../src/database/database';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { createEmbeddedStore, type TestStore } from '../support/database';

/** What a question was asked with, before somebody answers it who must not. */
interface Asked {
  readonly service: CreditCardService;
  readonly clock: TestClock;
  readonly talk: TestConversation;
  readonly stranger: TestCustomer;
  readonly asking: CallContext;
  readonly pendingAction: PendingAction;
}

interface RemovedCondition {
  readonly condition: string;
  /** Whether this is the condition; `undefined` stands for one that is an expression. */
  readonly isIt: (column: string | undefined) => boolean;
  /** Brings about what the condition is there for, and gives the turn whose yes must not act. */
  readonly steal: (asked: Asked) => CallContext | Promise<CallContext>;
  /** How often the card is acted upon before that yes. */
  readonly earlierActs?: number;
  readonly answer: string;
}

const CONDITIONS: readonly RemovedCondition[] = [
  {
    condition: 'a later turn than the one that was asked',
    isIt: (column) => column === 'user_turn',
    steal: ({ asking }) => asking,
    answer: 'superseded',
  },
  {
    condition: 'the conversation that was asked',
    isIt: (column) => column === 'conversation_key',
    steal: ({ asking }) => new TestConversation(asking.caller.phoneNumber).turnUnderOneKey(2),
    answer: 'lapsed',
  },
  {
    condition: 'the customer who was asked',
    isIt: (column) => column === 'customer_id',
    steal: ({ talk, stranger }) => ({
      ...talk.turnUnderOneKey(2),
      caller: { level: 'verified', phoneNumber: stranger.phoneNumber },
    }),
    answer: 'lapsed',
  },
  {
    condition: 'two minutes',
    isIt: (column) => column === 'expires_at',
    steal: ({ talk, clock }) => {
      clock.advance(120_000);
      return talk.turnUnderOneKey(2);
    },
    answer: 'lapsed',
  },
  {
    condition: 'words that no others have replaced',
    isIt: (column) => column === undefined,
    steal: async ({ service, talk, pendingAction }) => {
      const replacing = { ...talk.turnUnderOneKey(2), turnKey: 'yes, no, wait' };
      await service.noteAnswer({ context: replacing, pendingAction, signal: new AbortController().signal });
      return talk.turnUnderOneKey(2);
    },
    answer: 'superseded',
  },
  {
    condition: 'no yes before',
    isIt: (column) => column === 'consumed_at',
    steal: async ({ service, talk, pendingAction }) => {
      await service.carryOut({ context: talk.turnUnderOneKey(2), pendingAction });
      const context = talk.turnUnderOneKey(3);
      const outcome = await service.propose({ context, operation: 'unblock_card' });
      if (outcome.status !== 'proposed') throw new Error(`Expected a proposal, got ${outcome.status}.`);
      await service.carryOut({ context: talk.turnUnderOneKey(4), pendingAction: outcome.pendingAction });
      return talk.turnUnderOneKey(5);
    },
    earlierActs: 2,
    answer: 'repeated',
  },
];

describe(`The conditions of a yes in ${ConfirmationRepository.name}`, () => {
  let store: TestStore;
  let database: Database;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createEmbeddedStore();
    database = await store.open();
    await forgetUniqueProposals();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await store.remove();
  });

  /** The table itself allows one act for a proposal: a second line, which must not hide that the first one is gone. */
  async function forgetUniqueProposals(): Promise<void> {
    await sql`drop table card_action`.execute(database.queries);
    await sql`create table card_action (id text primary key not null, pending_action_id text not null,
      card_id text not null, customer_id text not null, operation text not null, created_at text not null)`.execute(
      database.queries,
    );
  }

  async function ask(): Promise<Asked> {
    const clock = new TestClock();
    const service = createCardService(database, { clock });
    const customer = await insertCustomer(database);
    const stranger = await insertCustomer(database);
    const talk = new TestConversation(customer.phoneNumber, 'verified');
    const asking = talk.turnUnderOneKey(1);
    const outcome = await service.propose({ context: asking, operation: 'block_card' });
    if (outcome.status !== 'proposed') throw new Error(`Expected a proposal, got ${outcome.status}.`);
    return { service, clock, talk, stranger, asking, pendingAction: outcome.pendingAction };
  }

  /** Leaves it out of every update, as if nobody had written it. */
  function takeAway({ isIt }: RemovedCondition): void {
    const where = Reflect.get(UpdateQueryBuilder.prototype, 'where') as (...parts: unknown[]) => unknown;
    jest.spyOn(UpdateQueryBuilder.prototype as never, 'where').mockImplementation(function (
      this: unknown,
      ...parts: unknown[]
    ) {
      const [column] = parts;
      return isIt(typeof column === 'string' ? column : undefined) ? this : Reflect.apply(where, this, parts);
    } as never);
  }

  async function countActs(): Promise<number> {
    return (await database.queries.selectFrom('card_action').select('id').execute()).length;
  }

  it.each(CONDITIONS)('should show what $condition is there for', async (condition) => {
    const { steal, answer, earlierActs = 0 } = condition;
    const guarded = await ask();
    const context = await steal(guarded);
    const refused = await guarded.service.carryOut({ context, pendingAction: guarded.pendingAction });
    expect(refused.status === 'done' && refused.repeated ? 'repeated' : refused.status).toBe(answer);
    expect(await countActs()).toBe(earlierActs);

    const unguarded = await ask();
    const stolen = await steal(unguarded);
    takeAway(condition);
    const outcome = await unguarded.service.carryOut({ context: stolen, pendingAction: unguarded.pendingAction });
    expect(outcome).toMatchObject({ status: 'done', repeated: false });
    expect(await countActs()).toBe(earlierActs * 2 + 1);
  });
});
