const CARD = '(?:cards?|visas?|master ?cards?|amex|american express)';
const HOLDER = '(?:wallet|purse|handbag|pocketbook|billfold)';
const BELONGINGS =
  '(?:bags?|backpack|rucksack|luggage|suitcase|jacket|coat|everything|belongings|phone (?:case )?with my cards?)';
const PRONOUN = '(?:it|them|these|that one|this one|(?:the )?other one|both|mine)';

/** Words that part what is lost or stopped from what it is lost or stopped for: "lost my job and my card is full". */
const PARTING =
  'and|but|or|so|because|if|when|while|about|for|with|from|on|to|not|access|track|interest|money|dollars|euros|count|your|sorry|\\w+ing';
const GAP = `(?:(?!(?:${PARTING})\\b)\\w+ ){0,3}`;
/** Between a card and what happened to it. */
const HAPPENED =
  '(?:(?:was|were|is|are|has|have|had|got|get|been|being|just|must|may|might|could|seems?|to|be|probably|definitely|also|' +
  'apparently|now|really|all|went|either|lost|or|i|think|ending|ends?|in|number|details|data|information|info|\\d+|' +
  'suddenly|simply|a|the|my|this|morning|of) ){0,5}';
/** What belongs to a card and is not the card. */
const PARTS =
  '(?! (?:pins?|payments?|bills?|balance|limit|statements?|reader|rates?|interest|fees?|application|agreement|points|' +
  'rewards?|benefits|discount|letters?|spending|question|insurance|protection)\\b)';
/** A number that is forgotten is no loss, and one that is stolen is. */
const KNOWN_PARTS = '(?! (?:number|details|information|info)\\b)';

const LOST = 'lost|lose|losing|loss of|misplaced|misplace|mislaid|dropped|threw|thrown|flushed|theft of|missing';
const GONE =
  '(?:lost(?! (?:its|the|a)\\b)|stolen|missing|misplaced|taken|nicked|pinched|snatched|swallowed|eaten|retained|captured|' +
  'confiscated|cloned|skimmed|copied|compromised|hacked|hijacked|leaked|phished|exposed|misused|disappeared|vanished|' +
  'stuck in|kept by|used by (?:someone|somebody|a)|gone(?! (?:up|through|down|over|into|to|out|bad|wrong)\\b))';
const STEALING =
  'stole|stolen|steal|stealing|nicked|snatched|pinched|pickpocketed|robbed|cloned?|skimmed|copied|hacked|compromised|' +
  'swallowed|swallow|ate|retained|confiscated|captured|(?:ran|run|walked|made|took) off with|got hold of';
const SOMEONE =
  '(?:someones?|somebodys?|some \\w+|thie(?:f|ves)|robbers?|burglars?|strangers?|scammers?|fraudsters?|hackers?|criminals?|' +
  'pickpockets?|nobody|noone|no one|anyone|anybody|machine|atm|cash ?point|waiter|waitress|people|man|guy|woman|kids?|else|they|ex)';
const AUXILIARY =
  '(?:(?:s|is|are|was|has|have|had|been|else|keeps?|can|could|should|may|might|just|to|be|able|tried|trying|will) ){0,4}';
const TAKING =
  '(?:took|takes?|taken|taking|has|have|had|got|gets|grabbed|kept|keeps|using|uses?|used|swiped|spent|spending|spends|' +
  'pay|paying|paid|shopping|buying|bought|charging|ordered|ordering|withdrew|withdrawing|accessed|copied|buying)';
const OF_MINE = '(?:my|our|his|her|the|this|that|all|both|any|wifes|husbands|mothers|fathers|sons|daughters)';
const STOP = 'block|freeze|lock|hold|suspend|deactivate|disable|cancel|stop|pause|kill|void|halt|invalidate';
const STOPPED =
  '(?:blocked|frozen|locked|stopped|suspended|deactivated|disabled|cancell?ed|shut (?:down|off)|turned off|switched off|put on hold)';
/** Before a word that stops, these make it the opposite, or a question about what was done. */
const NO_ORDER =
  '(?<!\\b(?:dont|do not|not|never|without|didnt|no need to)(?: (?:want|need|have|to|you|please)){0,4} )' +
  '(?<!\\b(?:why|who|did (?:you|i|they|someone|somebody)|already)(?: \\w+){0,4} )';
const PAYMENTS = '(?:payments?|charges?|transactions?|purchases?|withdrawals?|activity|orders?|bookings?)';
const UNKNOWN_TO_CALLER =
  '(?:did not|didnt|never|have not|havent|do not|dont|was not|wasnt|were not|werent) (?:\\w+ ){0,2}?' +
  '(?:make|made|recogni[sz]ed?|authori[sz]ed?|approved?|do|done|buy|bought|know|me|mine|ordered?|order)\\b|know nothing about';

/** Any of these with a card in the same text is enough. */
const FRAUD =
  '(?:fraud\\w*|scam\\w*|phish\\w*|skimm\\w*|cloned?|cloning|hack\\w*|compromised|unauthori[sz]ed|pickpocket\\w*|' +
  'identity theft|data breach)(?! (?:protection|insurance|department|prevention|cover|coverage|policy|team|line|hotline)\\b)';
const STRANGE = `(?:strange|suspicious|weird|odd|unknown|unfamiliar|mysterious|unauthori[sz]ed) (?:\\w+ )?${PAYMENTS}`;

/** What opens the case whether or not a card is named. */
export const ROBBED = /\b(?:been|was|were|got|am) (?:just )?(?:robbed|mugged|pickpocketed|burgled|burglarized)\b/;

/**
 * The ways to say that a card is lost, stolen, used by somebody else, or must be stopped. Each is matched against a
 * sentence as `toPlainSentence` gives it; gaps are bounded, so that the search takes linear time.
 *
 * @param speaksOfCard whether "it" and "them" can mean a card.
 */
export function makeStopPatterns(speaksOfCard: boolean): readonly RegExp[] {
  const thing = `(?:${CARD}|${HOLDER}${speaksOfCard ? `|${BELONGINGS}|${PRONOUN}` : ''})\\b`;
  const owned = `(?:(?:\\w+ ){0,3}?${OF_MINE} (?:\\w+ ){0,2}?(?:${CARD}|${HOLDER})${speaksOfCard ? `|${PRONOUN}` : ''})\\b`;
  return [
    `\\b(?:${LOST}) ${GAP}${thing}${PARTS}${KNOWN_PARTS}`,
    `\\b(?:left|forgot|forgotten) ${GAP}${thing} (?:in|at|on|inside|behind|under|somewhere)\\b(?! (?:home|my house|the house))`,
    `\\b${thing} ${HAPPENED}${GONE}\\b`,
    `\\b${thing} (?:\\w+ ){0,3}?(?:fell|fallen|slipped) (?:out|into|in|off|down|through)\\b`,
    `\\b${thing} (?:s|is|was|has been) (?:being used|left (?:behind|in|at|on))\\b`,
    `\\b${thing} (?:\\w+ ){0,4}?(?:wrong hands|(?:else|elses) hands)\\b`,
    `\\b(?:gave|given|told) (?=(?:\\w+ ){0,12}?(?:strangers?|someone|somebody|over the phone|caller)\\b)(?:\\w+ ){1,4}?${thing} (?:number|details)`,
    `\\b${thing} (?:isnt|arent|wasnt|(?:is|are|was) (?:not|no longer|nowhere)) (?:in|here|there|to be found|where|with me|on me)\\b`,
    `\\b(?:${STEALING}) ${GAP}${thing}${PARTS}`,
    `\\b${SOMEONE} ${AUXILIARY}${TAKING} ${owned}${PARTS}`,
    `\\b(?:scammers?|thie(?:f|ves)|fraudsters?|hackers?|criminals?) ${AUXILIARY}(?:has|have|got|had|knows?) (?:\\w+ ){0,3}?${thing}`,
    `\\b(?:cant|cannot|can not|couldnt|could not|unable to|not able to|havent|have not|did not|didnt) ` +
      `(?:seem to |even |been able to |really )*(?:find|found|locate|located|seen) (?!(?:my|the) (?:new|replacement))${GAP}${thing}${PARTS}${KNOWN_PARTS}`,
    `\\b(?:no idea|no clue|not sure|dont know|do not know|cant remember|unsure) where (?!(?:my|the) (?:new|replacement))${GAP}${thing}${PARTS}${KNOWN_PARTS}`,
    `${NO_ORDER}\\b(?:${STOP}) ${GAP}${thing}${PARTS}`,
    `${NO_ORDER}\\b(?:shut|turn|switch|shutting|turning|switching) (?:(?:off|down) ${GAP}${thing}|${GAP}${thing} (?:off|down)\\b)`,
    `\\b(?:need|want|like|get|have|can|could|should|must|please|wish) (?:\\w+ ){0,3}?${thing} (?:to |be |get |being |immediately |now )*${STOPPED}\\b`,
    `\\b(?:put|place|set|want|need|request) (?:a |an |the |an immediate |a temporary )?(?:hold|block|stop|freeze|lock|pause) on ${GAP}${thing}`,
    `\\bput ${GAP}${thing} on hold\\b`,
    `\\b(?:stop|block|prevent|freeze|disable) (?:all |any |every |everything |further |more |the |new )*` +
      `(?:payments?|transactions?|charges?|purchases?|spending|use|usage|everything|anyone|anybody|people|someone|them|him|her) (?:\\w+ ){0,4}${thing}`,
  ].map((source) => new RegExp(source));
}

/** What is lost besides cards; the words say nothing of a card then. */
const NO_CARD =
  '(?! (?:(?:my|the|a|an|all|some|our|any|of) )*(?:job|work|income|house|home|business|husband|wife|mother|father|access|track|count|' +
  'interest|temper|patience|trust|faith|money|time|weight|hope|pins?|passwords?|points|rewards?|miles|you|connection|' +
  'letters?|papers?|contracts?|chance|(?:card )?(?:pins?|statements?|payments?|readers?|points|letters?))\\b)';

/** What says the same by more than one part of a text, each wherever it stands; the card may be known from before. */
export const STOP_SIGNS: readonly (readonly RegExp[])[] = [
  [new RegExp(`\\b${FRAUD}`)],
  [new RegExp(`\\b${STRANGE}\\b`)],
  [/\bwithout (?:my )?(?:permission|knowledge|consent|asking)\b/],
  [
    /\b(?:by|to) (?:people|someone|somebody|a \w+|strangers) (?:that |who |which )?i (?:do not|dont|did not|didnt) know\b/,
  ],
  [/\bclicked\b.*\blink\b/],
  [/\bout of (?:service|action)\b/],
  [/\b(?:gave|handed|told|read|sent)\b/, /\b(?:said|pretended|claimed|posed|pretending|claiming|posing)\b/],
  [new RegExp(`\\b(?:${PAYMENTS}|used)\\b`), new RegExp(`\\b(?:${UNKNOWN_TO_CALLER})`)],
  [new RegExp(`\\b(?:used|bought|spent)\\b`), /\b(?:was not|wasnt|isnt|is not|were not|werent) me\b/],
];

export const CARD_WORD = new RegExp(`\\b(?:${CARD}|${HOLDER})\\b(?! (?:reader|machine|terminal)\\b)`);

/** Beside a card, enough when nothing else is wished for. */
export const LOSS = new RegExp(
  `\\b(?:lost|stolen|stole|missing|misplaced|thie(?:f|ves)|theft|robbed|snatched)\\b${NO_CARD}`,
);

/** A loss of something that is not named yet. */
export const UNNAMED_LOSS =
  /\b(?:(?:lost|misplaced|dropped|stole|block|stop) (?:something|it|them)|(?:something|it) (?:was|got|has been|is) (?:lost|stolen|gone|missing)|report (?:a |the )?(?:loss|theft)|lost or stolen)\b/;

/** The card is back, or the block is to be lifted: then nothing is to be stopped, whatever else is said. */
export const UNDOING = new RegExp(
  [
    'un(?:block|freeze|frozen|lock|suspend)\\w*',
    're-?activat\\w*',
    '(?:remove|lift|release|undo|take|end) (?:\\w+ ){0,3}?(?:block|hold|freeze|lock|suspension)',
    '(?:turn|switch) (?:\\w+ ){0,3}?(?:back )?on',
    '(?:work|working|use (?:it|my card|the card)) again',
    'found (?:it|(?:my|the) (?:\\w+ )?(?:card|visa|mastercard|amex|wallet|purse))(?! (?:was|is|has|had|missing|gone|stolen|lost))',
    'turned up',
    'got (?:it|my card|the card) back',
    'doesnt need to be blocked',
  ]
    .map((source) => `(?<!\\b(?:not|never|havent|cant|cannot|couldnt|didnt) (?:\\w+ )?)\\b${source}\\b`)
    .join('|'),
);
