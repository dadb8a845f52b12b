import { type Evidence, type Violation } from '../evidence';
import { type HistoryEntry } from '../history';
import { groupBy } from './group-by';

/** What only an action that was committed may let the caller hear. */
const SUCCESS = /\bdone\b|\bis (?:blocked|cancelled)\b|\bI have registered\b|\balready (?:blocked|cancelled)\b/i;
/** The store could not be asked, which is no answer at all. */
const UNKNOWN = /cannot tell at the moment/i;
const REGISTERED = /I have registered that|card system confirms/i;

/** What callers were told, held against what was done. */
export function checkSpeech(evidence: Evidence): readonly Violation[] {
  return [...findFalseSuccess(evidence), ...findUnaskedActions(evidence), ...findUnevenCopies(evidence)];
}

export function claimsSuccess(text: string): boolean {
  return SUCCESS.test(text) && !UNKNOWN.test(text);
}

function findFalseSuccess({ history, actions }: Evidence): readonly Violation[] {
  const acted = new Set(actions.map(({ card_id, customer_id }) => `${card_id}/${customer_id}`));
  const ids = new Set(actions.map(({ id }) => id));
  return history
    .filter((entry) => {
      const isTrue = acted.has(`${entry.cardId}/${entry.customerId}`);
      const isUnknownAction = entry.actionId !== undefined && !ids.has(entry.actionId);
      return (claimsSuccess(entry.text) && !isTrue) || isUnknownAction;
    })
    .map((entry) => ({
      rule: 'success-only-when-committed',
      detail: `The caller heard "${entry.text}" (${entry.outcome}), and there is no such action.`,
      rows: [`request ${entry.id}`, entry.cardId],
    }));
}

/** An action needs a yes that reached the service: one that was answered, or cut off. */
function findUnaskedActions({ history, actions }: Evidence): readonly Violation[] {
  const requests = groupBy(history, ({ cardId }) => cardId);
  return actions.flatMap((action) => {
    const own = requests.get(action.card_id) ?? [];
    const said = own.filter(({ kind, outcome }) => kind === 'confirm' && outcome !== 'fail');
    if (said.length > 0) return [];
    return [
      {
        rule: 'action-needs-a-yes',
        detail: 'No caller has said yes to it, or every yes was refused.',
        rows: [action.id, action.card_id, ...own.map(({ id }) => `request ${id}`)],
      },
    ];
  });
}

function findUnevenCopies({ history, bankEffects }: Evidence): readonly Violation[] {
  const confirmations = history.filter(({ kind, outcome }) => kind === 'confirm' && outcome === 'ok');
  return [...groupBy(confirmations, ({ turn }) => turn).values()].flatMap((copies) => {
    const told = new Set(copies.map(({ text }) => nameAnswer(text, bankEffects !== undefined)));
    told.delete('unknown');
    const actionIds = new Set(copies.flatMap(({ actionId }) => (actionId === undefined ? [] : [actionId])));
    if (told.size <= 1 && actionIds.size <= 1) return [];
    return [
      {
        rule: 'copies-hear-the-same',
        detail: `Copies of one turn were answered ${[...told, ...actionIds].map((text) => `"${text}"`).join(' and ')}.`,
        rows: copies.map(({ id }: HistoryEntry) => `request ${id}`),
      },
    ];
  });
}

/** With a card system elsewhere an action is first registered and then done; both say that it was accepted. */
function nameAnswer(text: string, hasOutsideSystem: boolean): string {
  if (UNKNOWN.test(text)) return 'unknown';
  return hasOutsideSystem && (REGISTERED.test(text) || claimsSuccess(text)) ? 'accepted' : text;
}
