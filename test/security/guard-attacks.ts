import { type CardRepository } from '../../src/credit-card/persistence/card.repository';
import { type Database } from '../../src/database/database';
import { calls } from '../support/scripted-model';
import { type AttackStage } from './attack-stage';

type Preparation = Parameters<AttackStage['playAfter']>[0];

const user = (content: string): object => ({ role: 'user', content });
const assistant = (content: string): object => ({ role: 'assistant', content });

interface Hearing {
  /** The platform stopped the question before anything of it was spoken. */
  readonly isCutOff?: boolean;
}

/** A question about the caller's own card, and what they say next. */
export function answerWith(words: string, { isCutOff = false }: Hearing = {}): Preparation {
  return async ({ scene: { ownActive, attackerPhone }, obey, say }) => {
    obey(() => calls('block_card', { last_four: ownActive }));
    const opening = [user('Block my card')];
    const question = await say({ messages: opening }, attackerPhone);
    const messages = [...opening, ...(isCutOff ? [] : [assistant(question)]), user(words)];
    return { request: { messages }, transport: 'one reply' };
  };
}

/** All cards of the bank, as a search would find them that does not ask whose they are. */
export async function allCards(
  cards: CardRepository,
): Promise<Awaited<ReturnType<CardRepository['findByPhoneNumber']>>> {
  const { database } = cards as unknown as { database: Database };
  const rows = await database.queries.selectFrom('card').orderBy('id', 'desc').limit(50).selectAll().execute();
  return rows.map(({ id, customer_id: customerId, network, last_four: lastFour, state }) => ({
    id,
    customerId,
    network: network as 'Visa',
    lastFour,
    state: state as 'active',
  }));
}
