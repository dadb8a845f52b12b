import { Logger } from '@nestjs/common';
import { type PhoneNumber } from '../../../src/common/phone-number';
import { Database } from '../../../src/database/database';
import { TestConversation } from '../../factories/card-context.factory';
import { findPendingAction } from '../../factories/find-pending-action';
import { createCardService } from '../../factories/card-service.factory';

/*
 * Usage: confirm-cards.child.ts <database URL> <number>/<conversation>...
 * Proposes and confirms the card of each number in turn, and tells the parent of each action after its commit.
 */

interface Job {
  readonly phoneNumber: PhoneNumber;
  readonly conversationId: string;
}

/** What the parent hears: the action is durable from here on. */
export interface ConfirmedMessage {
  readonly phoneNumber: string;
  readonly actionId: string;
}

async function confirmAll(url: string, jobs: readonly Job[]): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const database = await Database.open(url);
  const service = createCardService(database);
  for (const { phoneNumber, conversationId } of jobs) {
    const talk = new TestConversation(phoneNumber, 'asserted', conversationId);
    await service.propose({ context: talk.turn(1), operation: 'block_card' });
    const context = talk.turn(2);
    const pending = await findPendingAction(service, context);
    if (pending === undefined) throw new Error(`There is no proposal for ${phoneNumber}.`);
    const outcome = await service.carryOut({ context, pendingAction: pending });
    if (outcome.status !== 'done') throw new Error(`The card of ${phoneNumber} is ${outcome.status}.`);
    process.send?.({ phoneNumber, actionId: outcome.actionId } satisfies ConfirmedMessage);
  }
  await database.close();
}

function toJob(argument: string): Job {
  const [phoneNumber = '', conversationId = ''] = argument.split('/');
  return { phoneNumber: phoneNumber as PhoneNumber, conversationId };
}

const [url = '', ...jobs] = process.argv.slice(2);
void confirmAll(url, jobs.map(toJob)).then(() => {
  process.disconnect();
});
