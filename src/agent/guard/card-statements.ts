/** How sentences about a card of the caller may go. Folded: lower case, no accents, no apostrophes. */

const CARD =
  '(?:cards?|cardll|visa|master ?card|amex|american express|plastic|tarjetas?|cartes?|karten?|carta|cartao|kaart)';
const NOT_OF_CARDS = '(?! (?:debts?|loans?|balances|or residence|permit|office|holders?|readers?)\\b)';

/** A card of the caller, a new one for them, or what is done about one. */
export const THIS_CARD = new RegExp(
  `\\b(?:(?:your|the|this|that|my|ur|su|tu|sua|tua|seu|votre|ihre|ihrer|die|la|o|uw) (?:\\w+ ){0,2}?${CARD}|` +
    `(?:new|replacement|another) card|(?:nueva|nouvelle|neue|nuova|nova) (?:tarjeta|carte|karte|carta)|tarjeta nueva|carta nuova|cartao novo|master ?card|amex|visa(?= (?:card|ending|\\d|is|has|was|\\*))|` +
    `(?:your|the) (?:replacement|dispute|pin|card limit)|(?:block|hold|freeze|stop|lock) on (?:it|your|the|that|this)|` +
    `(?:your|the) (?:\\w+ ){0,2}(?:block|freeze)|(?:your|the) lock(?= (?:has|was|is))|ur card|^card)\\b${NOT_OF_CARDS}`,
);

/** Cards in general, cards that stand for debts, and visas that are no cards. */
export const SPEAKS_OF_OTHER_CARDS = /\b(?:credit card debts?|card debts?|residence permit)\b/;

const NOUN =
  /^(?:the|your|my|this|that|a|an|and|or|of|in|with|credit|debit|gold|platinum|cards?|visa|master|mastercard|american|express|amex|ending|ends|last|digits?|number|one|ones|two|three|four|five|six|seven|eight|nine|zero|oh|double|full|name|numbers|code|security|pin|limit|other|new|old|both|which|either|is|are|there|here|i|see|\d+|\*+)$/;

/** A card is named, and nothing said of it. */
export function isPlainMention(text: string): boolean {
  return text.split(' ').every((word) => NOUN.test(word));
}

const SAYS_NOT =
  '(?:not|never|isnt|arent|wasnt|werent|hasnt|havent|hadnt|dont|doesnt|didnt|couldnt|wouldnt|cannot|cant|wont|unable|no he|no ha|no esta|nicht|kein|keine|pas|non|nao)';
const USE =
  '(?:used?|using|pay|pays|charged?|spend|spent|works?|function|functions|touch|access|abuse|abused|shop|valid|usar|usada|utiliser|benutz\\w+|verwend\\w+|go through|be accepted)';

/** Safe in their form, and yet they say what a card is, or can no longer be, used for. */
export const UNSAFE_STATEMENTS: readonly RegExp[] = [
  /^(?:nobody|no one|nothing|noone|none|no (?:\w+ ){1,2})(?: \w+){0,3} ?(?:can|could|will|may|gets|has access)\b/,
  new RegExp(
    '(?<!\\b(?:before|until|when|so that|that) you )' +
      '\\b(?:can|could|will|cannot|cant|wont|can no longer|will no longer|puede|peut|kann|no longer|not|should|may)' +
      `(?: (?:be|now|again|safely|not|it|no longer|the|your|mehr|plus)){0,3} ${USE}\\b(?! off)` +
      '(?!.*\\b(?:if|once|until|unless|as soon as|when|before|after)\\b)',
  ),
  /^(?!.*\b(?:if|once|usually|normally|generally|typically)\b).*\b(?:receive|arrives?|expect|(?:is|are) coming)\b/,
  /\bnicht mehr\b|\bne \w+ plus\b|\bya no\b|\b(?:non|nao) (?:\w+ ){1,2}(?:piu|mais)\b/,
  /\bmade sure\b|\bsaw to\b/,
];

const EVENT =
  '(?:stolen|lost|declined|missing|damaged|broken|expired|misplaced|swallowed|refused|rejected|hacked|copied|cloned|compromised|gone missing|found|robbed|worn|bent|(?:printed|written|shown|embossed|in|on) (?:it|there|the))';
const PERSON =
  '(?:i|we|you|they|someone|somebody|anyone|people|customers|a colleague|the bank|the server|a person|our \\w+)';
const MODAL = '(?:can|could|may|might|would|should|must|shall|need to|needs to|has to|have to|want to|wants to|is to)';

export const SAFE_STATEMENTS: readonly RegExp[] = [
  // Conditions and aims.
  /^(?:if|when|whenever|once|as soon as|before|until|after) (?!i |we |telling |block|cancel|freez|report)/,
  /^(?:unless|as long as|in case|whether|to|which|what|where|how|why|about|regarding|concerning|instead of|even if) /,
  /\b(?:only|once|after|as soon as|until|unless|if) (?:if |after |when |once )?you (?:say|confirm|tell|agree|have)\b/,
  // Offers, wishes, what somebody may or cannot do.
  new RegExp(
    `^(?:${PERSON}|it|this|that|(?:the|your|our|a) (?:\\w+ ){1,2}?\\w+|(?:the|your|our|a) \\w+)(?: (?:at|of|in|from) (?:the|our) \\w+)? (?:also |still |only |then )?${MODAL} `,
  ),
  new RegExp(
    `^(?:i|we|ill|well|id|wed|someone|a colleague|a person) (?:will |now |would )?(?:\\w+ )?(?:can|could|will|would|shall|need|help|look|check|ask|find|block|offer|be|connect|suggest|recommend|advise|like|rather|wonder|hope|see|know|understand|hear|heard|think|guess|suppose|believe|remember) ?`,
  ),
  /^(?:im|i am|we are|were|id be|i would be) (?:very |so |really |truly )?(?:sorry|afraid|glad|happy|here|going to|looking|checking|calling|able to|unable|not|asking|talking|speaking)\b/,
  /^(?:youll|you will|you can) find the\b/,
  /^you will (?:be asked|need|have to|hear|not)\b/,
  /^you (?:said|say|mentioned|told|asked|want|wanted|would|wish|need|are calling|were calling|call|called|mean|meant|lost|think|believe|may|might|must|do not|dont|did not|didnt)\b/,
  new RegExp(`\\b${MODAL} (?:\\w+ ){0,2}be \\w+`),
  // Requests to the caller.
  /^(?:please |just |kindly )*(?:have (?:your|the)|(?:report|block|cancel|lock|freeze|stop|destroy|cut up|activate) (?:your|the|a|it)|tell|call|say|name|give|read|look|keep|hold|wait|let|lets|bring|choose|pick|check|do not|dont|never|take|contact|repeat|hand|go|visit|feel free|make|watch|be careful)\b/,
  // Denials.
  new RegExp(`\\b${SAYS_NOT} `),
  /\b(?:no|nothing|none) (?:cards?|changes?|dispute|replacement|new card|of your|has|have|was|is|happens|on your)\b/,
  // What happened to the caller.
  new RegExp(
    `\\b(?:was|is|were|are|been|got|had|has|have|went|s) (?:(?:just|been|recently|probably|also|simply|already|being|both) )*${EVENT} `,
  ),
  new RegExp(`^(?:\\w+ ){1,3}(?:stole|took|lost|found|copied|used) (?:your|the) `),
  // In general.
  /^(?:a|an|any|every|each|some|most|many|other|lost|stolen|new|old|replacement|cancelled|blocked)(?: \w+){0,2} cards?\b.*\b(?:usually|normally|generally|typically|always|often|comes?|takes?|costs?|are|needs?)\b(?!.*\b(?:your|now|you)\b)/,
  /^\w+ing (?:\w+ ){0,3}cards? (?:takes?|costs?|means|stops|helps|needs|requires|protects|prevents|keeps|is (?:free|easy|quick|simple|permanent|temporary|possible|reversible))/,
  /\b(?:usually|normally|generally|typically) /,
  /^(?:there (?:is|are) (?:no|a fee|a charge|a limit|a way|a difference|several|two|three))/,
  // Other languages: the same, roughly.
  /^(?:\w+ ){0,3}(?:puedo|puede|podemos|podria|quiere|quiero|necesito|peux|pouvez|pouvons|pourrais|veux|voulez|dois|kann|konnen|konnte|mochte|mochten|soll|sollen|brauche|muss|posso|possiamo|vorrei|devo|gostaria|kan) /,
  /^(?:si|cuando|quand|lorsque|wenn|falls|sobald|se|quando|antes|avant|bevor|digame|diga|por favor|bitte|sagen|dites|veuillez|que tarjeta|cual|quelle|welche) /,
  /^(?:lo siento|lamento|je suis desole|desole|es tut mir leid|tut mir leid|mi dispiace|sinto muito) /,
];
