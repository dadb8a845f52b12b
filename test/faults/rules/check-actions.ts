import { type Evidence, type StoredRows, type Violation } from '../evidence';
import { groupBy, indexById } from './group-by';

/** What each operation may be done to, and what it makes of it; written down here again, apart from the product. */
const MOVES: Readonly<Record<string, { readonly from: readonly string[]; readonly to?: string }>> = {
  block_card: { from: ['active'], to: 'blocked' },
  unblock_card: { from: ['blocked'], to: 'active' },
  activate_card: { from: ['inactive'], to: 'active' },
  report_card_lost: { from: ['active', 'blocked', 'inactive'], to: 'cancelled' },
  replace_card: { from: ['active', 'blocked', 'inactive'] },
  dispute_transaction: { from: ['active', 'blocked', 'inactive', 'cancelled'] },
};

type Action = StoredRows['actions'][number];

/** Of actions and the confirmations behind them: one for each, none without, and the card as they left it. */
export function checkActions(evidence: Evidence): readonly Violation[] {
  return [
    ...findUnconfirmed(evidence),
    ...findRepeated(evidence),
    ...findHalfDone(evidence),
    ...findLateConfirmations(evidence),
    ...findUnexplainedStates(evidence),
  ];
}

function findUnconfirmed({ actions, pendingActions, cards }: Evidence): readonly Violation[] {
  const proposals = indexById(pendingActions);
  const cardsById = indexById(cards);
  return actions.flatMap((action) => {
    const proposal = proposals.get(action.pending_action_id);
    const rows = [action.id, action.pending_action_id];
    const problems: Violation[] = [];
    if (
      proposal?.consumed_at == null ||
      proposal.confirmed_by_key === null ||
      (proposal.confirmed_turn ?? 0) <= proposal.user_turn
    ) {
      problems.push({ rule: 'action-needs-confirmation', detail: 'No later turn has confirmed it.', rows });
    }
    const isSame =
      proposal?.customer_id === action.customer_id &&
      proposal.card_id === action.card_id &&
      proposal.operation === action.operation;
    if (!isSame) problems.push({ rule: 'action-as-confirmed', detail: 'Something else was confirmed.', rows });
    if (cardsById.get(action.card_id)?.customer_id !== action.customer_id) {
      problems.push({ rule: 'own-card-only', detail: 'The card is not of the customer who confirmed.', rows });
    }
    return problems;
  });
}

function findRepeated({ actions, pendingActions }: Evidence): readonly Violation[] {
  const byProposal = groupBy(actions, ({ pending_action_id }) => pending_action_id);
  const consumed = pendingActions.filter(({ id }) => byProposal.has(id));
  const byTurn = groupBy(consumed, (row) =>
    [row.customer_id, row.card_id, row.operation, row.confirmed_by_key].join('/'),
  );
  return [
    ...repeatedGroups(byProposal, 'one-action-per-confirmation', 'Several actions came of one proposal.'),
    ...repeatedGroups(byTurn, 'one-action-per-confirmation', 'Several actions came of one yes.'),
  ];
}

function repeatedGroups(
  groups: ReadonlyMap<string, readonly { readonly id: string }[]>,
  rule: string,
  detail: string,
): readonly Violation[] {
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ rule, detail, rows: group.map(({ id }) => id) }));
}

/** A proposal may be used up without an action only when the audit says that it no longer applied. */
function findHalfDone({ actions, pendingActions, auditEntries }: Evidence): readonly Violation[] {
  const acted = new Set(actions.map(({ pending_action_id }) => pending_action_id));
  const inapplicable = new Set(
    auditEntries.filter(({ reason }) => reason === 'not_applicable').map(({ card_id }) => card_id),
  );
  return pendingActions
    .filter(({ id, consumed_at, card_id }) => consumed_at !== null && !acted.has(id) && !inapplicable.has(card_id))
    .map(({ id, card_id }) => ({
      rule: 'nothing-half-done',
      detail: 'A confirmation was used up, and nothing was done.',
      rows: [id, card_id],
    }));
}

function findLateConfirmations({ pendingActions }: Evidence): readonly Violation[] {
  return pendingActions
    .filter(({ consumed_at, withdrawn_at, expires_at }) => {
      return consumed_at !== null && (withdrawn_at !== null || consumed_at > expires_at);
    })
    .map(({ id }) => ({ rule: 'confirmed-in-time', detail: 'It was withdrawn, or had lapsed.', rows: [id] }));
}

/** Follows each card from its first state through its actions, in their order, to the state that it has now. */
function findUnexplainedStates({ actions, cards, outbox, initialStates }: Evidence): readonly Violation[] {
  const positions = new Map(outbox.map(({ action_id, position }) => [action_id, position]));
  const byCard = groupBy(actions, ({ card_id }) => card_id);
  return cards.flatMap((card) => {
    const own = [...(byCard.get(card.id) ?? [])].sort(
      (left, right) => (positions.get(left.id) ?? 0) - (positions.get(right.id) ?? 0),
    );
    const rows = [card.id, ...own.map(({ id }) => id)];
    const state = followActions(initialStates.get(card.id) ?? 'unknown', own);
    if (state === undefined) return [{ rule: 'card-as-acted', detail: 'An action did not apply to the card.', rows }];
    if (state === card.state) return [];
    return [{ rule: 'card-as-acted', detail: `It is ${card.state}, and should be ${state}.`, rows }];
  });
}

function followActions(initial: string, actions: readonly Action[]): string | undefined {
  let state = initial;
  for (const { operation } of actions) {
    const move = MOVES[operation];
    if (move?.from.includes(state) !== true) return undefined;
    state = move.to ?? state;
  }
  return state;
}
