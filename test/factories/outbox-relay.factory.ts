import { Clock } from '../../src/common/clock';
import { type CardSystem } from '../../src/credit-card/card-system/card-system';
import { HttpCardSystem } from '../../src/credit-card/card-system/http/http-card-system';
import { OutboxAlarm } from '../../src/credit-card/card-system/outbox/outbox-alarm';
import { OutboxRelay } from '../../src/credit-card/card-system/outbox/outbox-relay';
import { OutboxRepository } from '../../src/credit-card/card-system/outbox/outbox.repository';
import { type Database } from '../../src/database/database';
import { BANK_TOKEN, type FakeBank } from '../support/fake-bank/fake-bank';

interface RelayOptions {
  readonly cardSystem: CardSystem;
  readonly clock?: Clock;
}

/** A relay as its module wires it; it works once `onModuleInit` was called. */
export function createRelay(database: Database, { cardSystem, clock = new Clock() }: RelayOptions): OutboxRelay {
  const outbox = new OutboxRepository(database, clock);
  return new OutboxRelay(cardSystem, outbox, new OutboxAlarm(outbox, clock));
}

interface BankAccess {
  readonly token?: string;
  readonly callMs?: number;
}

/** The card system at the fake bank, with the product's limit per call unless another is given. */
export function connectTo(bank: FakeBank, { token = BANK_TOKEN, ...limits }: BankAccess = {}): HttpCardSystem {
  return new HttpCardSystem({ url: bank.url, token, ...limits });
}
