import { type Evidence, type Violation } from '../evidence';
import { indexById } from './group-by';

const LEVELS = ['unknown', 'claimed', 'asserted', 'verified'];

/** The least level that may confirm each operation; written down here again, apart from the product. */
const LEAST_LEVEL: Readonly<Record<string, string>> = {
  block_card: 'asserted',
  report_card_lost: 'asserted',
  unblock_card: 'verified',
  activate_card: 'verified',
  replace_card: 'verified',
  dispute_transaction: 'verified',
};

/** How the service refuses: the number is missing, the digits, or the proof. */
const REFUSALS = [
  /phone number on your account/i,
  /tell me its last four digits/i,
  /(code|passcode).*(sent|send)|(sent|send).*(code|passcode)/i,
];

/** Of levels, and of refusals, each of which has to be audited. */
export function checkCallers(evidence: Evidence): readonly Violation[] {
  return [...findLowCallers(evidence), ...findUnauditedRefusals(evidence)];
}

function findLowCallers({ actions, pendingActions, auditEntries }: Evidence): readonly Violation[] {
  const proposals = indexById(pendingActions);
  const known = indexById(actions);
  return auditEntries.flatMap((entry) => {
    const action = known.get(entry.action_id ?? '');
    if (action === undefined || entry.decision !== 'allowed' || !entry.event.endsWith('-confirmation')) return [];
    const named = proposals.get(action.pending_action_id)?.last_four_given === 1;
    const claimIsEnough = action.operation === 'block_card' && entry.caller_level === 'claimed' && named;
    const least = LEVELS.indexOf(LEAST_LEVEL[action.operation] ?? 'beyond all levels');
    if (claimIsEnough || (least >= 0 && LEVELS.indexOf(entry.caller_level) >= least)) return [];
    const detail = `A caller who is ${entry.caller_level} had ${action.operation}.`;
    return [{ rule: 'level-is-enough', detail, rows: [entry.id, action.id] }];
  });
}

function findUnauditedRefusals({ history, auditEntries }: Evidence): readonly Violation[] {
  const denied = new Set(auditEntries.filter(({ decision }) => decision === 'denied').map((entry) => entry.request_id));
  return history
    .filter(({ outcome, text }) => outcome === 'ok' && REFUSALS.some((refusal) => refusal.test(text)))
    .filter(({ requestId }) => !denied.has(requestId ?? ''))
    .map(({ id, requestId, text }) => ({
      rule: 'refusal-audited',
      detail: `The caller heard "${text}", and the audit does not know.`,
      rows: [`request ${id}`, requestId ?? 'no request id'],
    }));
}
