import {
  BARE_CLAIM,
  CARD_CLAIM,
  CLAIM,
  SPEAKS_OF_CARD,
  SPEAKS_OF_LOAN,
  STRONG_CLAIM,
  UNMISTAKABLE,
} from './claim-words';
import { FOREIGN_CLAIM } from './foreign-claims';
import { normalizeSentence } from './normalize-sentence';
import { statesCardFact } from './states-card-fact';

const SUBJECT =
  '(?:i|we|you|your|the|it|its|this|that|my|both|all|everything|nothing|now|ive|weve|youve|card|cards|he|ich|j|su|tu|votre|ihre|la|el|die)';
/** What is said after these is a statement of its own: "I can confirm that ...". */
const SAYING =
  '(?:confirm(?:ed|ing)?|say|tell you|inform you|inform|assure you|assured|promise|know|see|announce|mean|means|note|advise|share|certain|sure|happy|glad|pleased|good news|guarantee)';
const CLAUSE_WORD = new RegExp(
  `(?<! soon| long| well) (?:and|but|so(?! that)|because|since|as|then|plus|while) (?=${SUBJECT} )`,
  'g',
);
const AFTER_SAYING = new RegExp(
  `\\b(${SAYING})(?: you)? (?:that )?(?=${SUBJECT} )|\\bthat (?=(?:your|i|we|ive|weve) )`,
  'g',
);
const REFUSES_TO_SAY =
  /(?:not|cannot|cant|dont|never|unable to|couldnt|wont) (?:\w+ )?$|\bnot (?:able|allowed|permitted|going|in a position) to $|(?:may|might|could) be $|possible $/;

const ASKS =
  /^(?:, |so |and |or |ok |okay |sorry |well |but |great |thank you |thanks |please |right |sure |y |et |und )*(?:shall|do|does|did|would|will|can|could|should|may|is|are|was|were|has|have|had|am|what|which|when|why|how|where|who|whose|or|esta|estan|fue|quiere|desea|puedo|cual|que|voulez|souhaitez|est|sont|quelle|puis|mochten|wollen|ist|sind|wurde|soll|welche|kann) /;
const PRESUPPOSES =
  /\b(?:now that|since|because|given that|now (?:your|the|it|they)|you know|guess what|believe|are you glad|aware)\b/;
const CONDITION =
  /\b(?:if|when|whenever|once|unless|until|till|before|whether|in case|as soon as|as long as|so that|after (?:a|an|any|it|you)|maybe|perhaps|possibly|to have|instead of|rather than|like|want|wants|need|needs|prefer|si|cuando|wenn|falls|sobald|lorsque|quand)\b/;
/** "When I checked" tells what happened, "if I" does not. */
const TELLS_PAST = /\b(?:when|once|as soon as) (?:i|we)\b|\b(?:already|just|like you (?:asked|wanted|said))\b/;
const CONDITION_BEHIND =
  /^ (?:\w+ ){0,3}(?:only|unless|once you|after you|as soon as you|when you|if you|until you|if it|if someone|if somebody)\b/;
const MODAL_BEFORE =
  /\b(?:can|could|would|may|might|must|should|shall|cannot|to|cant|couldnt|wouldnt|wont|shouldnt|puede|pueden|peut|kann|konnen|muss)(?: \w+){0,2} (?:be|get|have been|ser|etre)(?: \w+)? $|\b(?:can|may|could|to) (?:have|get) (?:a|the|your|it|them)(?: \w+){0,2} $|\b(?:kann|konnen|muss|soll)(?: \w+){0,3} $/;
const NEGATED =
  /\b(?:not|never|nothing|none|neither|dont|doesnt|hasnt|havent|isnt|arent|wasnt|werent|didnt|nicht|kein|keine|pas|no(?= (?:card|cards|block|change|changes|dispute|replacement|ha|esta|fue)\b| $))(?! (?:only|just|worry))(?: (?:of|your|you|been|be|yet|is|are|was|were|has|have|had|a|any|being|currently|actually|card|cards|here|on|your|changes?|block|ha|esta|sido|ete|wurde|i|we)){0,6} $/;
const GENERAL =
  /^(?:, |and |but |that |because |so |then |the |of |for |with |means |usually |normally |in general |generally )*(?:(?:a|any|every|each|another|some|most|many) (?:\w+ ){0,2}cards?|(?:(?:lost|stolen|blocked|damaged|expired|cancelled|credit|such) )?cards (?:that|which|are|get|can))\b/;
const OF_A_KIND =
  /^(?:(?:(?:a|any|every|each) card|cards) (?:that|which)|(?:new|replacement|lost|stolen|damaged) cards (?:are|come|get)) /;
/** What follows is what would happen then, unless it says that it has happened. */
const ON_YOUR_WORD = /^(?:if|when|once|as soon as|after) you (?:confirm|say (?!so\b)|agree|report|give|lose) ?/;
const WHEN_ALL_IS_SIGNED =
  /^(?:if|when|once|as soon as|after) (?:everything|all|(?:the|your) (?:loan|papers|documents|contract|offer|application)) (?!.*\bcards?\b)/;
const HAPPENED = /\b(?:now|just|already|today|successfully|has|have|was|were|been|had|i|we|ive|weve)\b/;
const ATTRIBUTE_BEFORE = /(?:^|\b(?!(?:have|has|got) )\w+ )(?:a|an|any|every|each) $/;
const IN_THE_PAST = /\b(?:has|have|was|were|been|had)\b/;
/** "If a card is blocked, nobody can pay with it." */
const CONSEQUENCE = /^(?:nobody|no one|nothing|cannot|cant|can|wont)\b/;
const CONDITION_FIRST = /^(?:but |and |so )?(?:if|when|whenever|once|unless|as long as) (?!i |we )/;
const RIGHT_NOW = /\b(?:now|just|already|your|both|today|successfully|yours|i|we|ive|weve)\b/;

/**
 * Whether a sentence says that something was done to a card. Only the server says so truly, and in its own words: when
 * in doubt this is a claim. General talk, questions, offers, conditions and denials are none.
 */
export function claimsChange(said: string): boolean {
  // What is struck out is not read.
  const sentence = said.replace(/~~[^~]*~~/g, ' ');
  const isQuestion = /[?？]["'”’)\]*_`»]*\s*$/.test(sentence);
  if (!isQuestion && FOREIGN_CLAIM.test(sentence)) return true;
  const readings = new Set([normalizeSentence(sentence, 'l'), normalizeSentence(sentence, 'i')]);
  return [...readings].some((words) => claims(words, isQuestion, sentence));
}

function claims(words: string, isQuestion: boolean, sentence: string): boolean {
  if (!isQuestion && BARE_CLAIM.test(words)) return true;
  if (isSplitInTwo(words)) return true;
  const speaksOfCard = SPEAKS_OF_CARD.test(words);
  if (speaksOfCard && /[✅✔☑🔒🔐🚫]/u.test(sentence)) return true;
  const clauses = splitClauses(words);
  const asksFirst = isQuestion && ASKS.test(`${clauses[0]?.text ?? ''} `);
  const statements = clauses.map(({ text, isDenied }, index) => ({
    text,
    isAsked:
      isDenied || (isQuestion && (ASKS.test(`${text} `) || (index === clauses.length - 1 && !text.startsWith('now ')))),
  }));
  if (statesCardFact(statements)) return true;
  if (speaksOfCard && !isQuestion && clauses.some(({ text }) => BARE_CLAIM.test(text))) return true;
  return clauses.some(({ text, isDenied }) => {
    if (isDenied) return false;
    const claim = speaksOfCard ? CARD_CLAIM : CLAIM;
    return [...text.matchAll(claim)].some(({ index, 0: found }) => {
      const place: Place = { text, before: text.slice(0, index), found, behind: text.slice(index + found.length) };
      if (isLoanTalk(place, words, speaksOfCard) || isHarmless(place, words)) return false;
      return !isQuestion || !isAsked(place, asksFirst);
    });
  });
}

interface Place {
  /** The clause. */
  readonly text: string;
  readonly before: string;
  readonly found: string;
  readonly behind: string;
}

interface Clause {
  readonly text: string;
  readonly isDenied: boolean;
}

function splitClauses(words: string): readonly Clause[] {
  const marked = words
    .replace(CLAUSE_WORD, ' , ')
    .replace(AFTER_SAYING, (found, _verb, index: number) =>
      REFUSES_TO_SAY.test(words.slice(0, index)) ? `${found}, DENIED ` : `${found}, `,
    );
  return marked.split(',').map((clause) => ({
    text: clause.replace('DENIED', '').trim(),
    isDenied: clause.includes('DENIED'),
  }));
}

function isLoanTalk({ text, before, found }: Place, words: string, speaksOfCard: boolean): boolean {
  if (speaksOfCard || !SPEAKS_OF_LOAN.test(words)) return false;
  if (STRONG_CLAIM.test(found) && /\b(?:i|we|ive|weve)(?: \w+){0,3} $/.test(before)) return false;
  return SPEAKS_OF_LOAN.test(text) || !/block|fr[oe]z|activ|sperr|disput/.test(found);
}

function isHarmless({ text, before, found, behind }: Place, words: string): boolean {
  if (CONDITION.test(before) && !TELLS_PAST.test(before)) return true;
  if (CONDITION_BEHIND.test(behind)) return true;
  if ((ON_YOUR_WORD.test(words) || WHEN_ALL_IS_SIGNED.test(words)) && !HAPPENED.test(text)) return true;
  if (MODAL_BEFORE.test(before) || NEGATED.test(before)) return true;
  if (/\bcards?\b/.test(behind.slice(0, 8)) && ATTRIBUTE_BEFORE.test(before)) return true;
  if (/^(?:cards?|charges?|transactions?) /.test(behind.trimStart()) && before === '' && STRONG_CLAIM.test(found))
    return !RIGHT_NOW.test(text);
  if (RIGHT_NOW.test(text)) return false;
  if (CONSEQUENCE.test(found) && CONDITION_FIRST.test(words)) return true;
  if (OF_A_KIND.test(text)) return true;
  return STRONG_CLAIM.test(found) && GENERAL.test(text) && !IN_THE_PAST.test(text);
}

/** "Blo cked": only together the two halves are such a word. */
function isSplitInTwo(words: string): boolean {
  const joined = words.replace(/\bblock(?= e)/g, '').replace(/[ ,]/g, '');
  return UNMISTAKABLE.test(joined) && !UNMISTAKABLE.test(words);
}

function isAsked({ text, before, found }: Place, asksFirst: boolean): boolean {
  if (PRESUPPOSES.test(before + found)) return false;
  return ASKS.test(`${text} `) || (asksFirst && text.split(' ').length <= 3);
}
