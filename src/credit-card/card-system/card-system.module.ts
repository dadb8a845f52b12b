import { Logger, Module } from '@nestjs/common';
import { AppConfig } from '../../config/app-config';
import { Database } from '../../database/database';
import { DatabaseModule } from '../../database/database.module';
import { CardSystem } from './card-system';
import { HttpCardSystem } from './http/http-card-system';
import { LedgerCardSystem } from './ledger-card-system';
import { DeliveryHealth } from './outbox/delivery-health';
import { OutboxAlarm } from './outbox/outbox-alarm';
import { OutboxRelay } from './outbox/outbox-relay';
import { OutboxRepository } from './outbox/outbox.repository';

@Module({
  imports: [DatabaseModule],
  providers: [
    { provide: CardSystem, inject: [AppConfig, Database], useFactory: createCardSystem },
    OutboxRepository,
    OutboxAlarm,
    OutboxRelay,
    DeliveryHealth,
  ],
  exports: [CardSystem, OutboxRelay, DeliveryHealth],
})
export class CardSystemModule {}

function createCardSystem({ cardSystem }: AppConfig, database: Database): CardSystem {
  if (cardSystem.kind === 'ledger') return new LedgerCardSystem(database);
  new Logger(CardSystemModule.name).log(
    { host: new URL(cardSystem.url).host },
    'Card actions are delivered to the bank',
  );
  return new HttpCardSystem(cardSystem);
}
