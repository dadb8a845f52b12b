import { type Evidence, type Violation } from '../evidence';
import { groupBy } from './group-by';

/** What the bank's contract calls each operation; written down here again, apart from the product. */
const BANK_OPERATIONS: Readonly<Record<string, string>> = {
  block_card: 'blockCard',
  unblock_card: 'unblockCard',
  activate_card: 'activateCard',
  report_card_lost: 'cancelCard',
  replace_card: 'replaceCard',
  dispute_transaction: 'disputeTransaction',
};

/** Actions, audit entries, outbox rows and the bank's effects: as many of each, and about the same. */
export function checkBooks(evidence: Evidence): readonly Violation[] {
  return [
    ...findUnaudited(evidence),
    ...findOutboxGaps(evidence),
    ...findBankGaps(evidence),
    ...listProblems(evidence),
  ];
}

function findUnaudited({ actions, auditEntries }: Evidence): readonly Violation[] {
  const allowed = auditEntries.filter(
    ({ event, decision }) => event.endsWith('-confirmation') && decision === 'allowed',
  );
  const byAction = groupBy(allowed, ({ action_id }) => action_id ?? 'none');
  const known = new Map(actions.map((action) => [action.id, action]));
  const missing = actions
    .filter(({ id }) => byAction.get(id)?.length !== 1)
    .map(({ id }) => ({
      rule: 'audited-once',
      detail: `It has ${byAction.get(id)?.length ?? 0} audit entries.`,
      rows: [id],
    }));
  const wrong = allowed
    .filter((entry) => {
      const action = known.get(entry.action_id ?? '');
      const event = action === undefined ? '' : `${action.operation.replaceAll('_', '-')}-confirmation`;
      return entry.event !== event || entry.customer_id !== action?.customer_id || entry.card_id !== action.card_id;
    })
    .map(({ id, action_id }) => ({
      rule: 'audit-tells-the-truth',
      detail: 'The audit names an action that is not there, or is another.',
      rows: [id, action_id ?? 'no action'],
    }));
  return [...missing, ...wrong];
}

function findOutboxGaps({ actions, outbox, bankEffects }: Evidence): readonly Violation[] {
  const rows = groupBy(outbox, ({ action_id }) => action_id);
  const ids = new Set(actions.map(({ id }) => id));
  const missing = actions
    .filter(({ id }) => rows.get(id)?.length !== 1)
    .map(({ id }) => ({ rule: 'outbox-row-per-action', detail: 'Its outbox row is missing.', rows: [id] }));
  const orphans = outbox
    .filter(({ action_id }) => !ids.has(action_id))
    .map(({ action_id }) => ({ rule: 'outbox-row-per-action', detail: 'It has no action.', rows: [action_id] }));
  const undelivered = outbox
    .filter(({ delivered_at, refused_at }) => delivered_at === null && refused_at === null)
    .map(({ action_id }) => ({ rule: 'delivered-at-rest', detail: 'The bank was never told.', rows: [action_id] }));
  return [...missing, ...orphans, ...(bankEffects === undefined ? [] : undelivered)];
}

function findBankGaps({ actions, bankEffects }: Evidence): readonly Violation[] {
  if (bankEffects === undefined) return [];
  const effects = groupBy(bankEffects, ({ key }) => key);
  const known = new Map(actions.map((action) => [action.id, action]));
  const uneven = actions
    .filter(({ id }) => effects.get(id)?.length !== 1)
    .map(({ id }) => ({
      rule: 'bank-effect-per-action',
      detail: `The bank did it ${effects.get(id)?.length ?? 0} times.`,
      rows: [id],
    }));
  const foreign = bankEffects
    .filter(({ key, cardId, operationId }) => {
      const action = known.get(key);
      return action?.card_id !== cardId || BANK_OPERATIONS[action.operation] !== operationId;
    })
    .map(({ key, cardId }) => ({
      rule: 'bank-effect-of-an-action',
      detail: 'The bank did what no action says.',
      rows: [key, cardId],
    }));
  return [...uneven, ...foreign];
}

function listProblems({ auditProblems, contractProblems }: Evidence): readonly Violation[] {
  return [
    ...auditProblems.map((detail) => ({ rule: 'audit-intact', detail, rows: [] })),
    ...contractProblems.map((detail) => ({ rule: 'bank-contract-kept', detail, rows: [] })),
  ];
}
