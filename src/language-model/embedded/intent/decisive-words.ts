import { type Intent } from '../data/utterances';
import { canMean, CARD_WORD, REFUSED, STATE_QUESTION, type TalkContext } from './intent-anchors';

interface DecisiveWords {
  readonly intent: Intent;
  /** All of these are in the text. */
  readonly all: readonly RegExp[];
}

const CHARGE = /\b(?:charg\w+|charge|transactions?|payments?|purchas\w+|activity|bills?|billed|paid|withdr\w+)\b/i;
const NEW_CARD = /\b(?:new|replace\w*|replacement|ordered|sen[dt]|sending)\b/i;

/** In the order in which they are looked for: the first whose words are all there is meant. */
const DECISIVE_WORDS: readonly DecisiveWords[] = [
  { intent: 'deny', all: [CARD_WORD, REFUSED] },
  { intent: 'list_cards', all: [CARD_WORD, STATE_QUESTION] },
  { intent: 'activate_card', all: [CARD_WORD, /\bactivat\w+/i] },
  {
    intent: 'get_replacement_status',
    all: [
      CARD_WORD,
      NEW_CARD,
      /\b(?:when|how (?:long|soon|many days|much longer)|track\w*|arriv\w+|deliver\w+|waiting|receiv\w+|expect\w*|in the mail|on (?:its|the) way|(?:not|never|hasn.?t|haven.?t|didn.?t|isn.?t)(?: \w+)? (?:got\w*|get|come|came|come in|here|show\w*)|here yet|by now)\b/i,
    ],
  },
  {
    intent: 'dispute_transaction',
    all: [
      CHARGE,
      /\b(?:fraud\w*|unauthori[sz]ed|suspicious|strange|weird|unfamiliar|unknown|questionable|illegal|false|twice|two times|more than once|(?:multiple|several) times|double|duplicate\w*|(?:not|isn.?t) mine|by (?:someone|somebody)|(?:did not|didn.?t|never|do not|don.?t) (?:\w+ )?(?:make|made|authori[sz]e|recogni[sz]e|remember|recall|buy|bought|do|order|ordered|purchase|purchased|know)|wasn.?t me|was not me|wrong amount|overcharged|without my permission|disput\w*|contest\w*)\b/i,
    ],
  },
  { intent: 'unblock_card', all: [CARD_WORD, /\bun(?:block|freeze|froze|lock)\w*/i] },
  {
    intent: 'unblock_card',
    all: [
      CARD_WORD,
      /\b(?:block\w*|freeze|frozen|hold|locked)\b/i,
      /\b(?:off|lift|remove|release|again|undo|any ?more|any longer|no longer)\b/i,
    ],
  },
  { intent: 'report_card_lost', all: [CARD_WORD, /\b(?:lost|stolen|stole)\b/i] },
  {
    intent: 'block_card',
    all: [
      CARD_WORD,
      /\b(?:block|freeze|lock|suspend|deactivate|shut \w+ (?:off|down)|lost|stolen|stole|missing|no idea where)\b/i,
    ],
  },
  {
    intent: 'replace_card',
    all: [
      CARD_WORD,
      /\b(?:damag\w+|broken?|brok|snap\w*|split\w*|torn|tore|crack\w+|bent|scratch\w+|chew\w+|melt\w*|burn\w*|ruin\w+|wreck\w+|shred\w*|cut|worn|wore|unusable|faulty|defective|demagneti[sz]ed|peel\w+)\b/i,
    ],
  },
  {
    intent: 'get_card_balance',
    all: [/\b(?:credit|spending|card)(?: card)? limit\b|\blimit\b.{0,60}\b(?:card|visa)\b/i],
  },
  {
    intent: 'list_card_transactions',
    all: [
      /\b(?:transactions?|purchases|charges)\b/i,
      /\b(?:show|see|list|hear|tell|give|read|check|pull up|bring up|go over|what|which|recent\w*|last|latest)\b/i,
    ],
  },
  {
    // Either the text speaks of a code, or the assistant has just asked for one.
    intent: 'send_passcode',
    all: [
      /\b(?:not|never|nothing|no|still|again|new|another|re-?send|expired|deleted|didn.?t|hasn.?t|haven.?t|isn.?t)\b/i,
    ],
  },
];

/** A long story resembles no example, but the words that decide are clear enough to ask about. */
export function findDecisiveWords(text: string, talk: TalkContext): Intent | undefined {
  return DECISIVE_WORDS.find(({ intent, all }) => all.every((words) => words.test(text)) && canMean(intent, text, talk))
    ?.intent;
}
