import { type BankFacts, type Evidence, findViolations } from './check-invariants';
import { type HistoryEntry } from './history';

const GOOD: BankFacts = {
  cards: [{ id: 'card', state: 'blocked', phoneNumber: '+1', customerId: 'owner' }],
  actions: [{ id: 'action', cardId: 'card', customerId: 'owner', proposalId: 'proposal' }],
  proposals: [
    { id: 'proposal', cardId: 'card', customerId: 'owner', consumedAt: '2026-01-01', expiresAt: '2026-01-02' },
  ],
  confirmations: [{ actionId: 'action', level: 'asserted' }],
  outbox: ['action'],
};
const YES: HistoryEntry = { phoneNumber: '+1', step: 'confirm', outcome: 'ok', heard: 'Done. It is blocked.' };
const EFFECT = { key: 'action', operationId: 'blockCard', cardId: 'card', stateAfter: 'blocked' } as const;
const FINE: Evidence = { facts: GOOD, history: [YES, YES], logs: 'nothing', effects: [EFFECT] };

function withFacts(facts: Partial<BankFacts>): Evidence {
  return { ...FINE, facts: { ...GOOD, ...facts } };
}

describe(findViolations.name, () => {
  it('should find nothing where all is well', () => {
    expect(findViolations(FINE)).toEqual([]);
    expect(findViolations({ ...FINE, history: [YES, { ...YES, outcome: 'info', heard: '' }] })).toEqual([]);
  });

  const [action] = GOOD.actions;
  const [proposal] = GOOD.proposals;
  const [card] = GOOD.cards;

  it.each<[string, Evidence, RegExp]>([
    ['a block without an action', withFacts({ actions: [] }), /blocked by 0 actions/],
    [
      'an action that changed nothing',
      withFacts({ cards: [{ ...card, state: 'active' } as never] }),
      /though it was acted/,
    ],
    ['two actions', withFacts({ actions: [action, { ...action, id: 'second' }] as never }), /twice for one proposal/],
    ['an action without a yes', { ...FINE, history: [{ ...YES, step: 'ask', heard: '' }] }, /without a yes/],
    [
      'an unconsumed proposal',
      withFacts({ proposals: [{ ...proposal, consumedAt: null } as never] }),
      /without a consumed/,
    ],
    ['a late yes', withFacts({ proposals: [{ ...proposal, expiresAt: '2025-01-01' } as never] }), /had expired/],
    ['another customer', withFacts({ cards: [{ ...card, customerId: 'other' } as never] }), /of somebody else/],
    [
      'another card',
      withFacts({ proposals: [{ ...proposal, cardId: 'other' } as never] }),
      /another card than proposed/,
    ],
    ['no audit entry', withFacts({ confirmations: [] }), /with 0 audit entries/],
    [
      'an audit entry too many',
      withFacts({ confirmations: [...GOOD.confirmations, { actionId: 'x', level: 'asserted' }] }),
      /not there/,
    ],
    ['a level too low', withFacts({ confirmations: [{ actionId: 'action', level: 'unknown' }] }), /above the level/],
    ['no outbox row', withFacts({ outbox: [] }), /without its outbox row/],
    [
      'a success that is none',
      withFacts({ actions: [], cards: [{ ...card, state: 'active' } as never] }),
      /said to be blocked/,
    ],
    ['two answers', { ...FINE, history: [YES, { ...YES, heard: 'I have not blocked it.' }] }, /2 answers to one yes/],
    ['no effect at the bank', { ...FINE, effects: [] }, /has not one effect/],
    ['two effects at the bank', { ...FINE, effects: [EFFECT, EFFECT] }, /has not one effect/],
    ['an effect of nobody', { ...FINE, effects: [EFFECT, { ...EFFECT, key: 'x' }] }, /effect of no action/],
    ['a card number', { ...FINE, logs: 'card 4242 4242 4242 4242' }, /card number/],
  ])('should find %s', (_what, evidence, violation) => {
    expect(findViolations(evidence).join('\n')).toMatch(violation);
  });
});
