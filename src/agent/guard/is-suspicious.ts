import { FOREIGN_SUSPICION } from './foreign-claims';
import { foldText, readLeet } from './fold-text';

const STEMS =
  /block|locked|fr[eo]+z|cancel|activ|suspend|disab|replac|reissu|report|disput|stopp|revok|terminat|invalid|immobil|bloqu|blocc|sperr|congel|anul|annul|stornier|success|[✅✔☑🔒🔐🚫]/u;
const CARD_NAMES = /^(?:cards?|visa|master|amex|american|debit|plastic|tarjeta|carte|karte|carta|cartao)/;
const WORDS: ReadonlySet<string> = new Set(
  (
    'ive weve done did set went gone took taken taking care complete completed finished sorted handled consider mission ' +
    'longer nobody put placed shut turned switched unusable way mail ahead through effect sent mailed shipped dispatched ' +
    'ordered issued processed confirmed resolved submitted filed lodged raised registered applied removed lifted reversed ' +
    'refunded closed secured protected restored enabled updated changed flagged opened requested initiated arranged ' +
    'reset cut accepted offline engaged delivered lock request action anymore again ' +
    'executed fixed deleted destroyed hold transaction pin digits ending ends finishing worked killed ' +
    'hecho listo fait fertig fatto feito erledigt esta gele gelee gemeldet ersetzt eingefroren'
  ).split(' '),
);
const HALVED = /^(?:un|de)?(?:bloc|block|blocke|blocked|froz|froze|frozen|lock|locke|locked|cance|cancel\w*|activ\w*)$/;

/** Whether a sentence must be held back from this word on until all of it is known. */
export function isSuspicious(word: string, previous: string): boolean {
  if (FOREIGN_SUSPICION.test(word)) return true;
  const folded = foldText(word);
  const letters = lettersOf(folded);
  if (
    isTrigger(letters) ||
    isTrigger(lettersOf(readLeet(folded, 'l'))) ||
    isTrigger(lettersOf(readLeet(folded, 'i')))
  ) {
    return true;
  }
  const before = lettersOf(foldText(previous));
  if (letters === 'have' && (before === 'i' || before === 'we')) return true;
  // Letters one by one, or a word in two halves.
  if (letters.length === 1 && before.length === 1) return true;
  return before !== '' && letters.length < 6 && HALVED.test(before + letters);
}

function isTrigger(letters: string): boolean {
  return WORDS.has(letters) || STEMS.test(letters) || CARD_NAMES.test(letters);
}

function lettersOf(folded: string): string {
  return folded.replace(/[^a-z✅✔☑🔒🔐🚫]/gu, '');
}
