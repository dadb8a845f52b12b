import { checkInvariants } from './check-invariants';
import { type Evidence } from './evidence';
import { type HistoryEntry } from './history';

const AT = '2026-11-24T10:00:00.000Z';
const LATER = '2026-11-24T10:01:00.000Z';

const CARD = {
  id: 'card-1',
  customer_id: 'customer-1',
  network: 'Visa',
  last_four: '4211',
  state: 'blocked',
  updated_at: AT,
  balance_cents: 0,
  limit_cents: 0,
  currency: 'USD',
};

const PROPOSAL: Evidence['pendingActions'][number] = {
  id: 'pending-1',
  conversation_key: 'acme/history:1',
  turn_key: 'acme/history:1',
  user_turn: 1,
  customer_id: 'customer-1',
  card_id: 'card-1',
  operation: 'block_card',
  reason: null,
  transaction_id: null,
  last_four_given: 0,
  created_at: AT,
  expires_at: LATER,
  consumed_at: AT,
  confirmed_by_key: 'acme/history:2',
  confirmed_turn: 2,
  withdrawn_at: null,
  withdrawn_by_key: null,
  answer_key: null,
  answer_turn: 2,
};

const ACTION = {
  id: 'action-1',
  pending_action_id: 'pending-1',
  card_id: 'card-1',
  customer_id: 'customer-1',
  operation: 'block_card',
  created_at: AT,
};

/** Only what the checker reads: the audit may have columns of its own beyond these. */
const AUDITED = {
  seq: 1,
  id: 'entry-1',
  at: AT,
  event: 'block-card-confirmation',
  decision: 'allowed',
  reason: null,
  caller_level: 'asserted',
  conversation_key: 'acme/history:2',
  request_id: 'req-1',
  customer_id: 'customer-1',
  card_id: 'card-1',
  action_id: 'action-1',
} as Evidence['auditEntries'][number];

const OUTBOX = {
  action_id: 'action-1',
  card_id: 'card-1',
  position: 1,
  created_at: AT,
  delivered_at: AT,
  refused_at: null,
  attempts: 0,
  claimed_until: null,
  last_error: null,
};

const HEARD: HistoryEntry = {
  id: 1,
  kind: 'confirm',
  customerId: 'customer-1',
  cardId: 'card-1',
  turn: 'card-1/2',
  outcome: 'ok',
  status: 200,
  text: 'Done. Your Visa ending in 4211 is blocked, and nobody can pay with it. Is there anything else?',
  requestId: 'req-1',
  invokedAtMs: 0,
  endedAtMs: 1,
};

const EFFECT = { key: 'action-1', operationId: 'blockCard', cardId: 'card-1' };

/** One card that was blocked as it should be, and what is changed about it. */
function make(change: Partial<Evidence> = {}): Evidence {
  return {
    cards: [CARD],
    pendingActions: [PROPOSAL],
    actions: [ACTION],
    auditEntries: [AUDITED],
    outbox: [OUTBOX],
    history: [HEARD],
    initialStates: new Map([['card-1', 'active']]),
    bankEffects: [EFFECT],
    auditProblems: [],
    contractProblems: [],
    texts: [{ place: 'log', text: '{"time":1795516800000,"msg":"Turn answered"}' }],
    secrets: ['sk-secret'],
    ...change,
  };
}

function namesOf(evidence: Evidence): readonly string[] {
  return checkInvariants(evidence).map(({ rule }) => rule);
}

describe(checkInvariants.name, () => {
  it('should find nothing wrong when everything agrees, with a card system elsewhere and without', () => {
    expect(checkInvariants(make())).toEqual([]);
    const { bankEffects, ...alone } = make();
    expect(bankEffects).toHaveLength(1);
    expect(checkInvariants(alone)).toEqual([]);
  });

  it('should find nothing wrong when nothing was asked or done', () => {
    const nothing = { pendingActions: [], actions: [], auditEntries: [], outbox: [], history: [], bankEffects: [] };
    expect(checkInvariants(make({ ...nothing, cards: [{ ...CARD, state: 'active' }] }))).toEqual([]);
  });

  it('should allow that a request which was cut off happened', () => {
    expect(namesOf(make({ history: [{ ...HEARD, outcome: 'info', text: '' }] }))).toEqual([]);
  });

  const second = { ...ACTION, id: 'action-2' };
  const secondAudited = { ...AUDITED, id: 'entry-2', action_id: 'action-2' };
  const secondOutbox = { ...OUTBOX, action_id: 'action-2', position: 2 };
  const secondEffect = { ...EFFECT, key: 'action-2' };
  const twice = {
    auditEntries: [AUDITED, secondAudited],
    outbox: [OUTBOX, secondOutbox],
    bankEffects: [EFFECT, secondEffect],
  };

  it.each<[string, string, Partial<Evidence>]>([
    ['one-action-per-confirmation', 'two actions of one proposal', { ...twice, actions: [ACTION, second] }],
    [
      'one-action-per-confirmation',
      'two actions of one yes, under two proposals',
      {
        ...twice,
        actions: [ACTION, { ...second, pending_action_id: 'pending-2' }],
        pendingActions: [PROPOSAL, { ...PROPOSAL, id: 'pending-2' }],
      },
    ],
    ['card-as-acted', 'a card that was blocked twice', { ...twice, actions: [ACTION, second] }],
    ['card-as-acted', 'an action whose card was not changed', { cards: [{ ...CARD, state: 'active' }] }],
    ['card-as-acted', 'a card that changed without an action', { initialStates: new Map([['card-1', 'cancelled']]) }],
    ['action-needs-confirmation', 'an action without a proposal', { pendingActions: [] }],
    [
      'action-needs-confirmation',
      'an action whose proposal nobody confirmed',
      { pendingActions: [{ ...PROPOSAL, consumed_at: null }] },
    ],
    [
      'action-needs-confirmation',
      'an action confirmed by the turn that proposed it',
      { pendingActions: [{ ...PROPOSAL, confirmed_turn: 1 }] },
    ],
    [
      'action-as-confirmed',
      'an action of another kind than was confirmed',
      { pendingActions: [{ ...PROPOSAL, operation: 'unblock_card' }] },
    ],
    ['own-card-only', "an action on another customer's card", { cards: [{ ...CARD, customer_id: 'customer-2' }] }],
    [
      'nothing-half-done',
      'a confirmation that was used up for nothing',
      { actions: [], auditEntries: [], outbox: [], bankEffects: [] },
    ],
    [
      'confirmed-in-time',
      'a confirmation after the proposal had lapsed',
      { pendingActions: [{ ...PROPOSAL, expires_at: '2026-11-24T09:59:59.999Z' }] },
    ],
    [
      'confirmed-in-time',
      'a confirmation of what was withdrawn',
      { pendingActions: [{ ...PROPOSAL, withdrawn_at: AT }] },
    ],
    ['audited-once', 'an action without an audit entry', { auditEntries: [] }],
    ['audited-once', 'an action with two', { auditEntries: [AUDITED, { ...AUDITED, id: 'entry-2' }] }],
    [
      'audit-tells-the-truth',
      'an audit entry without an action',
      { auditEntries: [AUDITED, { ...AUDITED, id: 'entry-2', action_id: 'action-9' }] },
    ],
    [
      'audit-tells-the-truth',
      'an audit entry about another card',
      { auditEntries: [{ ...AUDITED, card_id: 'card-2' }] },
    ],
    ['outbox-row-per-action', 'an action without an outbox row', { outbox: [] }],
    [
      'outbox-row-per-action',
      'an outbox row without an action',
      { outbox: [OUTBOX, { ...OUTBOX, action_id: 'action-9' }] },
    ],
    ['delivered-at-rest', 'an action that the bank was never told of', { outbox: [{ ...OUTBOX, delivered_at: null }] }],
    ['bank-effect-per-action', 'an action that the bank did not do', { bankEffects: [] }],
    ['bank-effect-per-action', 'an action that the bank did twice', { bankEffects: [EFFECT, EFFECT] }],
    [
      'bank-effect-of-an-action',
      'an effect under a key that is no action',
      { bankEffects: [EFFECT, { ...EFFECT, key: 'call_1' }] },
    ],
    [
      'bank-effect-of-an-action',
      'another effect than the action',
      { bankEffects: [{ ...EFFECT, operationId: 'cancelCard' }] },
    ],
    ['audit-intact', 'an audit that was changed', { auditProblems: ['Entry 3 does not follow entry 2.'] }],
    ['bank-contract-kept', 'a request that breaks the contract', { contractProblems: ['There is no bearer token.'] }],
    [
      'level-is-enough',
      'a caller who only claimed a number, and no digits',
      { auditEntries: [{ ...AUDITED, caller_level: 'claimed' }] },
    ],
    [
      'level-is-enough',
      'an asserted caller who had a card unblocked',
      {
        cards: [{ ...CARD, state: 'active' }],
        initialStates: new Map([['card-1', 'blocked']]),
        actions: [{ ...ACTION, operation: 'unblock_card' }],
        pendingActions: [{ ...PROPOSAL, operation: 'unblock_card' }],
        auditEntries: [{ ...AUDITED, event: 'unblock-card-confirmation' }],
        bankEffects: [{ ...EFFECT, operationId: 'unblockCard' }],
      },
    ],
    [
      'refusal-audited',
      'a refusal that the audit does not know',
      {
        history: [
          HEARD,
          {
            ...HEARD,
            id: 2,
            kind: 'trespass',
            turn: 'other',
            requestId: 'req-2',
            text: 'Please tell me its last four digits.',
          },
        ],
      },
    ],
    [
      'success-only-when-committed',
      'success that was spoken for nothing',
      {
        cards: [{ ...CARD, state: 'active' }],
        pendingActions: [],
        actions: [],
        auditEntries: [],
        outbox: [],
        bankEffects: [],
      },
    ],
    [
      'success-only-when-committed',
      'the beginning of such a sentence, in a reply that broke off',
      {
        cards: [{ ...CARD, state: 'active' }],
        pendingActions: [],
        actions: [],
        auditEntries: [],
        outbox: [],
        bankEffects: [],
        history: [{ ...HEARD, outcome: 'info', text: 'Done. Your' }],
      },
    ],
    ['success-only-when-committed', 'an action id that is none', { history: [{ ...HEARD, actionId: 'action-9' }] }],
    ['action-needs-a-yes', 'an action that nobody asked for', { history: [{ ...HEARD, kind: 'propose' }] }],
    [
      'action-needs-a-yes',
      'an action although every yes was refused',
      { history: [{ ...HEARD, outcome: 'fail', text: '' }] },
    ],
    [
      'copies-hear-the-same',
      'copies of one turn that heard different things',
      { history: [HEARD, { ...HEARD, id: 2, text: 'I have not blocked your card.' }] },
    ],
    [
      'copies-hear-the-same',
      'copies of one turn that name different actions',
      {
        ...twice,
        history: [
          { ...HEARD, actionId: 'action-1' },
          { ...HEARD, id: 2, actionId: 'action-2' },
        ],
      },
    ],
    [
      'no-card-number',
      'a card number in the log',
      { texts: [{ place: 'log', text: 'said 4111 1111 1111 1111 just now' }] },
    ],
    ['no-card-number', 'a card number in a table', { texts: [{ place: 'audit_entry', text: '5555555555554444' }] }],
    ['no-secret', 'a secret in the log', { texts: [{ place: 'log', text: 'Bearer sk-secret' }] }],
  ])('should report %s: %s', (rule, _case, change) => {
    expect(namesOf(make(change))).toContain(rule);
  });

  it('should name the rows that contradict a rule', () => {
    expect(checkInvariants(make({ outbox: [] }))).toEqual([
      { rule: 'outbox-row-per-action', detail: 'Its outbox row is missing.', rows: ['action-1'] },
    ]);
  });

  it('should take no id, no time and no masked number for a card number', () => {
    const text =
      '{"time":1795516800003,"id":"01984111-1111-7111-8111-111111111111","at":"2026-11-24T10:00:00.000Z","n":"****1111"}';
    expect(namesOf(make({ texts: [{ place: 'log', text }] }))).toEqual([]);
  });
});
