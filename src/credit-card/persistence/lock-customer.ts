import { type PhoneNumber } from '../../common/phone-number';
import { type QueryRunner } from '../../database/database-schema';

/**
 * Makes the transactions of one customer follow each other until they end, so that proposals, confirmations and
 * withdrawals never wait for one another in a circle. The update changes nothing: it is a row lock in words that both
 * engines know.
 *
 * @returns the customer's id, or `undefined` when nobody has the number.
 */
export async function lockCustomer(transaction: QueryRunner, phoneNumber: PhoneNumber): Promise<string | undefined> {
  const customer = await transaction
    .updateTable('customer')
    .set((update) => ({ phone_number: update.ref('phone_number') }))
    .where('phone_number', '=', phoneNumber)
    .returning('id')
    .executeTakeFirst();
  return customer?.id;
}
