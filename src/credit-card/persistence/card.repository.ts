import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog } from '../../audit/audit-log';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type Card } from '../credit-card.types';
import { toCard } from './to-card';

@Injectable()
export class CardRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The cards of the customer with this number, oldest first: one statement whether or not there is such a customer,
   * so that the time it takes tells nothing either.
   */
  async findByPhoneNumber(phoneNumber: PhoneNumber): Promise<readonly Card[]> {
    const rows = await this.database.queries
      .selectFrom('customer')
      .innerJoin('card', 'card.customer_id', 'customer.id')
      .where('customer.phone_number', '=', phoneNumber)
      .orderBy('card.id')
      .select(['card.id', 'card.customer_id', 'card.network', 'card.last_four', 'card.state'])
      .execute();
    return rows.map(toCard);
  }

  async recordDenial(entry: Omit<AuditEntry, 'decision'>): Promise<void> {
    await this.audit.append(this.database.queries, { ...entry, decision: 'denied' });
  }
}
