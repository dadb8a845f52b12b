import fc from 'fast-check';
import { IdGenerator } from '../../src/common/id-generator';
import { CHANGE_OPERATIONS } from '../../src/common/operation';
import { type CarryOutOutcome, type ProposeOutcome } from '../../src/credit-card/credit-card.outcomes';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type CardState, type PendingAction } from '../../src/credit-card/credit-card.types';
import { type Database } from '../../src/database/database';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { type CardModel, MERCHANTS, type Wish } from './card-state-model';

const LIFETIME_MS = 120_000;
const MOST_COMMANDS = 30;

/** The real service, one customer with one card, and two conversations of theirs. */
export interface Bank {
  readonly service: CreditCardService;
  readonly database: Database;
  readonly clock: TestClock;
  readonly customer: TestCustomer;
  readonly stranger: TestCustomer;
  readonly talks: readonly TestConversation[];
  readonly pending: (PendingAction | undefined)[];
}

type Command = fc.AsyncCommand<CardModel, Bank>;

const ids = new IdGenerator();

export async function openBank(database: Database, state: CardState): Promise<Bank> {
  const clock = new TestClock();
  const customer = await insertCustomer(database, [{ state }]);
  const stranger = await insertCustomer(database);
  const charges = MERCHANTS.map((merchant, index) => ({
    id: ids.next(),
    card_id: customer.cardIds[0] ?? '',
    posted_at: '2026-11-20T09:00:00.000Z',
    merchant,
    amount_cents: 1_000 + index,
    currency: 'USD',
  }));
  await database.queries.insertInto('card_transaction').values(charges).execute();
  const newTalk = () => new TestConversation(customer.phoneNumber, 'verified');
  const service = createCardService(database, { clock });
  return { service, database, clock, customer, stranger, talks: [newTalk(), newTalk()], pending: [] };
}

function talkOf({ talks }: Bank, conversation: number): TestConversation {
  const talk = talks[conversation];
  if (talk === undefined) throw new Error('There are two conversations.');
  return talk;
}

function pendingOf({ pending }: Bank, conversation: number): PendingAction {
  const action = pending[conversation];
  if (action === undefined) throw new Error('Nothing was proposed.');
  return action;
}

function propose(
  bank: Bank,
  conversation: number,
  { turn, wish }: { turn: number; wish: Wish },
): Promise<ProposeOutcome> {
  const { operation, merchant } = wish;
  return bank.service.propose({
    context: talkOf(bank, conversation).turn(turn),
    operation,
    ...(operation === 'report_card_lost' ? { reason: 'lost' } : {}),
    ...(operation === 'replace_card' ? { reason: 'damaged' } : {}),
    ...(operation === 'dispute_transaction' ? { transaction: { merchant } } : {}),
  });
}

/** Whatever happened, the store says what the model says: the state, and one act for each yes that counted. */
async function compare(model: CardModel, { database: { queries }, customer }: Bank): Promise<void> {
  const cards = await queries
    .selectFrom('card')
    .where('customer_id', '=', customer.id)
    .select(['id', 'state'])
    .execute();
  const acts = await queries
    .selectFrom('card_action')
    .where('customer_id', '=', customer.id)
    .select('pending_action_id')
    .execute();
  const confirmations = await queries
    .selectFrom('audit_entry')
    .where('customer_id', '=', customer.id)
    .where('event', 'like', '%-confirmation')
    .where('decision', '=', 'allowed')
    .select('id')
    .execute();
  expect(cards.map(({ state }) => state)).toEqual([model.state]);
  expect([acts.length, new Set(acts.map((act) => act.pending_action_id)).size, confirmations.length]).toEqual([
    model.acts,
    model.acts,
    model.acts,
  ]);
}

const describeOutcome = (outcome: CarryOutOutcome): string =>
  outcome.status === 'done' && outcome.repeated ? 'repeated' : outcome.status;

export class Propose implements Command {
  constructor(
    readonly conversation: number,
    readonly wish: Wish,
  ) {}

  check = (): boolean => true;

  async run(model: CardModel, bank: Bank): Promise<void> {
    const turn = model.nextTurn(this.conversation);
    const expected = model.propose(this.conversation, this.wish, turn);
    const outcome = await propose(bank, this.conversation, { turn, wish: this.wish });
    expect(outcome.status).toBe(expected);
    if (outcome.status === 'proposed') bank.pending[this.conversation] = outcome.pendingAction;
    await compare(model, bank);
  }

  toString = (): string => `propose ${this.wish.operation} ${this.wish.merchant} in ${this.conversation}`;
}

/** A yes in a new turn, sent so many times at once. */
export class Confirm implements Command {
  constructor(
    readonly conversation: number,
    readonly copies: number,
  ) {}

  check = (model: Readonly<CardModel>): boolean => model.proposals[this.conversation] !== undefined;

  async run(model: CardModel, bank: Bank): Promise<void> {
    const context = talkOf(bank, this.conversation).turn(model.nextTurn(this.conversation));
    const expected = model.confirm(this.conversation);
    const pendingAction = pendingOf(bank, this.conversation);
    const outcomes = await Promise.all(
      Array.from({ length: this.copies }, () => bank.service.carryOut({ context, pendingAction })),
    );
    const repeats = Array.from({ length: this.copies - 1 }, () => (expected === 'done' ? 'repeated' : expected));
    expect(outcomes.map(describeOutcome).sort()).toEqual([expected, ...repeats].sort());
    const proposal = model.proposals[this.conversation];
    for (const outcome of outcomes) {
      if (outcome.status !== 'done' || proposal === undefined) continue;
      proposal.actionId ??= outcome.actionId;
      expect(outcome).toMatchObject({ actionId: proposal.actionId, card: { state: model.state } });
    }
    await compare(model, bank);
  }

  toString = (): string => `yes x ${this.copies} in ${this.conversation}`;
}

/** A yes in the very turn that asked, under the name of the whole conversation. */
class ConfirmTooSoon implements Command {
  constructor(readonly conversation: number) {}

  check = (model: Readonly<CardModel>): boolean => model.proposals[this.conversation]?.status === 'open';

  async run(model: CardModel, bank: Bank): Promise<void> {
    const asking = talkOf(bank, this.conversation).turn(model.proposals[this.conversation]?.turn ?? 0);
    const context = { ...asking, earlierConversationKeys: [asking.conversationKey] };
    const outcome = await bank.service.carryOut({ context, pendingAction: pendingOf(bank, this.conversation) });
    expect(outcome).toEqual({ status: 'superseded' });
    await compare(model, bank);
  }

  toString = (): string => `yes too soon in ${this.conversation}`;
}

/** The same words in the same conversation, from the number of another customer; or the owner in another conversation. */
class ConfirmStolen implements Command {
  constructor(
    readonly conversation: number,
    readonly isStranger: boolean,
  ) {}

  check = (model: Readonly<CardModel>): boolean => model.proposals[this.conversation] !== undefined;

  async run(model: CardModel, bank: Bank): Promise<void> {
    const own = talkOf(bank, this.conversation).turn(model.nextTurn(this.conversation));
    const elsewhere = new TestConversation(bank.customer.phoneNumber, 'verified').turn(own.userTurn);
    const context = this.isStranger
      ? { ...own, caller: { level: 'verified' as const, phoneNumber: bank.stranger.phoneNumber } }
      : elsewhere;
    const outcome = await bank.service.carryOut({ context, pendingAction: pendingOf(bank, this.conversation) });
    expect(outcome).toEqual({ status: 'lapsed' });
    await compare(model, bank);
  }

  toString = (): string => `stolen yes in ${this.conversation} by ${this.isStranger ? 'a stranger' : 'another call'}`;
}

class Withdraw implements Command {
  constructor(readonly conversation: number) {}

  check = (model: Readonly<CardModel>): boolean => model.proposals[this.conversation] !== undefined;

  async run(model: CardModel, bank: Bank): Promise<void> {
    const context = talkOf(bank, this.conversation).turn(model.nextTurn(this.conversation));
    model.withdraw(this.conversation);
    await bank.service.withdraw({ context, pendingAction: pendingOf(bank, this.conversation) }, 'declined');
    await compare(model, bank);
  }

  toString = (): string => `no in ${this.conversation}`;
}

class Expire implements Command {
  check = (): boolean => true;

  async run(model: CardModel, bank: Bank): Promise<void> {
    bank.clock.advance(LIFETIME_MS);
    model.expire();
    await compare(model, bank);
  }

  toString = (): string => 'two minutes pass';
}

const conversations = fc.constantFrom(0, 1);
const wishes = fc.record({ operation: fc.constantFrom(...CHANGE_OPERATIONS), merchant: fc.constantFrom(...MERCHANTS) });

/** Anything that the owner, and those who would be the owner, can do. */
export const cardCommands = fc.commands<CardModel, Bank, false>(
  [
    fc.tuple(conversations, wishes).map(([conversation, wish]) => new Propose(conversation, wish)),
    fc
      .tuple(conversations, fc.constantFrom(1, 1, 3))
      .map(([conversation, copies]) => new Confirm(conversation, copies)),
    conversations.map((conversation) => new ConfirmTooSoon(conversation)),
    fc
      .tuple(conversations, fc.boolean())
      .map(([conversation, isStranger]) => new ConfirmStolen(conversation, isStranger)),
    conversations.map((conversation) => new Withdraw(conversation)),
    fc.constant(new Expire()),
  ],
  { maxCommands: MOST_COMMANDS, size: 'max' },
);
