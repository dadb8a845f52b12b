import { CALLER_LEVELS, type CallerLevel } from '../../src/common/call-context';
import { DEFAULT_POLICY } from '../../src/credit-card/policy';
import { type Database } from '../../src/database/database';
import { type BankEffect } from '../support/fake-bank/bank-ledger';
import { type HistoryEntry } from './history';

interface CardFacts {
  readonly id: string;
  readonly state: string;
  readonly phoneNumber: string;
  readonly customerId: string;
}

interface ActionFacts {
  readonly id: string;
  readonly cardId: string;
  readonly customerId: string;
  readonly proposalId: string;
}

interface ProposalFacts {
  readonly id: string;
  readonly cardId: string;
  readonly customerId: string;
  readonly consumedAt: string | null;
  readonly expiresAt: string;
}

interface ConfirmationFacts {
  readonly actionId: string | null;
  readonly level: string;
}

/** What the store holds about cards after all is quiet. */
export interface BankFacts {
  readonly cards: readonly CardFacts[];
  readonly actions: readonly ActionFacts[];
  readonly proposals: readonly ProposalFacts[];
  /** Allowed confirmations of the audit. */
  readonly confirmations: readonly ConfirmationFacts[];
  readonly outbox: readonly string[];
}

export interface Evidence {
  readonly facts: BankFacts;
  readonly history: readonly HistoryEntry[];
  readonly logs: string;
  /** Absent where our own tables are the card system. */
  readonly effects?: readonly BankEffect[];
}

const SUCCESS = /is blocked|I have registered that/;
const CARD_NUMBER = /\b[2-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b/;

/** What must hold whatever was killed, repeated or cut off; each violation names what it is about. */
export function findViolations(evidence: Evidence): readonly string[] {
  return [
    ...checkCards(evidence),
    ...checkActions(evidence),
    ...checkHistory(evidence),
    ...checkEffects(evidence),
    ...(CARD_NUMBER.test(evidence.logs) ? ['a card number is in the log'] : []),
  ];
}

function checkCards({ facts }: Evidence): readonly string[] {
  return facts.cards.flatMap(({ id, state }) => {
    const actions = facts.actions.filter(({ cardId }) => cardId === id);
    if (state === 'blocked' && actions.length !== 1) return [`card ${id} is blocked by ${actions.length} actions`];
    return state === 'active' && actions.length > 0 ? [`card ${id} is active though it was acted on`] : [];
  });
}

function checkActions({ facts }: Evidence): readonly string[] {
  const violations = facts.actions.flatMap((action) => {
    const proposal = facts.proposals.find(({ id }) => id === action.proposalId);
    const card = facts.cards.find(({ id }) => id === action.cardId);
    const audited = facts.confirmations.filter(({ actionId }) => actionId === action.id);
    return [
      [proposal?.consumedAt == null, 'without a consumed proposal'],
      [(proposal?.consumedAt ?? '') > (proposal?.expiresAt ?? ''), 'confirmed after its proposal had expired'],
      [
        proposal?.cardId !== action.cardId || proposal.customerId !== action.customerId,
        'on another card than proposed',
      ],
      [card?.customerId !== action.customerId, 'on the card of somebody else'],
      [audited.length !== 1, `with ${audited.length} audit entries`],
      [audited.some(({ level }) => !isSureEnough(level)), 'above the level of its caller'],
      [facts.outbox.filter((id) => id === action.id).length !== 1, 'without its outbox row'],
      [facts.actions.filter(({ proposalId }) => proposalId === action.proposalId).length > 1, 'twice for one proposal'],
    ].flatMap(([isBroken, what]) => (isBroken === true ? [`action ${action.id} ${String(what)}`] : []));
  });
  const ids = new Set(facts.actions.map(({ id }) => id));
  const orphans = facts.confirmations.filter(({ actionId }) => actionId === null || !ids.has(actionId));
  return [
    ...violations,
    ...orphans.map(({ actionId }) => `audit tells of the action ${String(actionId)} that is not there`),
  ];
}

function isSureEnough(level: string): boolean {
  const { level: required, orClaimedWithLastFour } = DEFAULT_POLICY.block_card;
  if (orClaimedWithLastFour && level === 'claimed') return true;
  return CALLER_LEVELS.indexOf(level as CallerLevel) >= CALLER_LEVELS.indexOf(required);
}

/** Whoever heard of a success has it; whoever never said yes has nothing; copies of a yes heard one answer. */
function checkHistory({ facts, history }: Evidence): readonly string[] {
  return facts.cards.flatMap(({ id, phoneNumber }) => {
    const own = history.filter((entry) => entry.phoneNumber === phoneNumber);
    const confirmed = own.filter(({ step }) => step === 'confirm');
    const actions = facts.actions.filter(({ cardId }) => cardId === id).length;
    const heard = new Set(confirmed.filter(({ outcome }) => outcome === 'ok').map((entry) => entry.heard));
    return [
      [own.some((entry) => SUCCESS.test(entry.heard)) && actions === 0, 'was said to be blocked and is not'],
      [confirmed.length === 0 && actions > 0, 'was acted on without a yes'],
      [heard.size > 1, `got ${heard.size} answers to one yes: ${[...heard].join(' | ')}`],
    ].flatMap(([isBroken, what]) => (isBroken === true ? [`card ${id} ${String(what)}`] : []));
  });
}

function checkEffects({ facts, effects }: Evidence): readonly string[] {
  if (effects === undefined) return [];
  const keys = effects.map(({ key }) => key);
  const ids = new Set(facts.actions.map(({ id }) => id));
  return [
    ...[...ids]
      .filter((id) => keys.filter((key) => key === id).length !== 1)
      .map((id) => `action ${id} has not one effect`),
    ...keys.filter((key) => !ids.has(key)).map((key) => `the bank has an effect of no action, ${key}`),
  ];
}

/** @param phoneNumbers whose cards to look at. */
export async function readFacts({ queries }: Database, phoneNumbers: readonly string[]): Promise<BankFacts> {
  const cards = await queries
    .selectFrom('card')
    .innerJoin('customer', 'customer.id', 'card.customer_id')
    .where('customer.phone_number', 'in', phoneNumbers)
    .select(['card.id', 'card.state', 'customer.phone_number as phoneNumber', 'card.customer_id as customerId'])
    .execute();
  const cardIds = ['-', ...cards.map(({ id }) => id)];
  const actions = await queries
    .selectFrom('card_action')
    .where('card_id', 'in', cardIds)
    .select(['id', 'card_id as cardId', 'customer_id as customerId', 'pending_action_id as proposalId'])
    .execute();
  const proposals = await queries
    .selectFrom('pending_action')
    .where('card_id', 'in', cardIds)
    .select([
      'id',
      'card_id as cardId',
      'customer_id as customerId',
      'consumed_at as consumedAt',
      'expires_at as expiresAt',
    ])
    .execute();
  const confirmations = await queries
    .selectFrom('audit_entry')
    .where('event', '=', 'block-card-confirmation')
    .where('decision', '=', 'allowed')
    .where('card_id', 'in', cardIds)
    .select(['action_id as actionId', 'caller_level as level'])
    .execute();
  const outbox = await queries.selectFrom('outbox').where('card_id', 'in', cardIds).select('action_id').execute();
  return { cards, actions, proposals, confirmations, outbox: outbox.map(({ action_id }) => action_id) };
}
