/** Words that say what was done to a card, in the languages that callers of the bank speak. Folded: lower case, no accents. */

/** Each of these claims by itself that something was done, unless what stands around it says otherwise. */
const DONE_TO_CARD = [
  '\\w*blocked',
  'froze',
  '\\w*frozen',
  'unfroze',
  '(?:un|b)?locked',
  'cancell?ed',
  '\\w*activated',
  'suspended',
  'disabled',
  'replaced',
  'reissued',
  'reported',
  'disputed',
  'stopped',
  'revoked',
  'terminated',
  'invalidated',
  'immobili[sz]ed',
  '\\w*bloquead[oa]s?',
  '\\w*bloqueid?',
  '\\w*bloquees?',
  '\\w*bloccat[oa]',
  '(?:j?ai|avons|est|ete|a) (?:\\w+ )?(?:de)?bloque',
  '\\w*activad[oa]s?',
  '\\w*activees?',
  'cancelad[oa]s?',
  'congelad[oa]s?',
  'anulad[oa]s?',
  'reemplazad[oa]s?',
  'reportad[oa]s?',
  'annulees?',
  'gelees?',
  'remplacees?',
  'suspendues?',
  '\\w*gesperrt',
  'entsperrt',
  'eingefroren',
  '\\w*aktiviert',
  'storniert',
  'gemeldet',
  'ersetzt',
];

/** These say it only where a card is spoken of: letters are sent and offers are closed too. */
const DONE_TO_ANYTHING = [
  'sent',
  'mailed',
  'shipped',
  'dispatched',
  'ordered',
  'issued',
  'processed',
  'completed',
  'submitted',
  'filed',
  'lodged',
  'raised',
  'registered',
  'placed',
  'applied',
  'removed',
  'lifted',
  'reversed',
  'refunded',
  'closed',
  'shut',
  '(?:turned|switched) (?:\\w+ ){0,3}(?:off|on)',
  'secured',
  'protected',
  'restored',
  'enabled',
  'updated',
  'changed',
  'flagged',
  'opened',
  'requested',
  'initiated',
  'arranged',
  'executed',
  'handled',
  'sorted',
  'fixed',
  'deleted',
  'destroyed',
  'unusable',
  'offline',
  'accepted',
  'reset',
  'cut',
  'engaged',
  'delivered',
];

/** Ways to say so without such a word. */
const PHRASES = [
  '(?:on (?:its|the) way|in the (?:mail|post))',
  '(?:alls?|everythings?) (?:is )?(?:set|done|sorted)(?! (?:online|in|by|with|at|over|through)\\b)',
  'tak(?:en|e|ing) care of',
  'took care',
  'good to go',
  'no longer (?:be |is |are )?(?:\\w+ )?(?:active|works?|usable|valid|used|functions?|charged)',
  'consider (?:it|that|this)',
  '(?:is|its|been|was|thats|all|now|already|have|weve|ive) done(?! (?:nothing|online|in|by|with|at|over|through)\\b)',
  '(?:thats|its|is|been) (?:now |all )?(?:sorted|handled)',
  'put on hold',
  '(?:i|we|ive|weve) (?:just |now |already |also |have )*(?:handled|sorted|fixed|shut|cut|killed|put|turned|switched|processed|arranged|submitted|filed|ordered|requested|changed|updated|completed|accepted)',
  '(?:use|charge|pay with|work)\\w* (?:it |(?:the|your|that) \\w+ )?(?:any ?more|any longer)',
  '(?:(?:un)?block(?:ing)?|cancell?ation|(?:de)?activation|request|action|replacement|lock|freeze|dispute|report)s? (?:is |are |has been |was )?(?:now |all )?(?:complete|completed|confirmed|done|engaged|successful|processed|finished|on)',
  '(?:i|we|ive|weve|been|was|were) (?:just |now |already |also |have )*(?:carried out|executed|actioned|performed|implemented|fulfilled)',
  '(?:i|we|ive|weve) (?:just |now |already |also |have )*(?:dealt with|saw to|seen to)',
  '(?:went|gone) ahead',
  'went through',
  'did (?:it|that|so|the|(?:un)?block|cancel|freeze|lock|stop|report|replace|activate|dispute)',
  '(?:report|claim) is in',
  'payments? (?:\\w+ ){0,4}are (?:now |all |already )*stopped',
  '(?:block|hold|freeze|lock|stop|dispute|request|it|action|change)s? (?:is |are |has |have )?(?:now |already |been )*(?:in place|in effect|active|live|taken effect|successful|through)',
  '(?:put|placed|set|made|applied|added|opened|filed) (?:a|the|an|that|this|your) (?:\\w+ )?(?:block|hold|freeze|stop|lock|dispute|claim|replacement|request|change)s?',
  '(?:im|am|are|were|is|be|been|by) (?:now |just |currently |already )?(?:un|de|re)?(?:block|freez|lock|cancell?|activat|replac|stopp|suspend|report|disput|disabl)ing',
  'mission accomplished',
  'success(?:fully|ful)?',
  'esta hecho',
  'ya esta',
  'c ?est (?:fait|bon)',
  'erledigt',
];

/** Claims where a card is spoken of. */
const CARD_STATES = [
  '(?:is|its|are|now) (?:now |both |already |all |completely |fully |perfectly )*(?:safe|secure|off|inactive|active|protected|out of (?:service|action|order)|on hold|dead|usable|working|useless|void)',
  '(?:cannot|cant|can no longer|wont) (?:\\w+ ){0,2}(?:used?|pay|charged?|work)\\b.{0,30}(?:any ?more|any longer|now)',
  '(?:nobody|no one|nothing) can (?:\\w+ ){0,2}(?:used?|pay|charge|spend)',
  '(?:i|we|ive|weve) (?:just |now |already |also |have |then )*(?:blocked|put|shut|turned|switched|made|sent|took|killed|changed|fixed|cut)',
  'worked',
  'any ?more',
  'any longer',
  'no longer',
  'from now on',
  'can be used again',
  'now (?:be used|use|pay|spend)',
  'impossible to',
  'will be with you',
  '(?:works?|working|active|usable|use (?:it|(?:the|your) \\w+)) again',
  '(?:youll|you will|you should|will) (?:\\w+ )?(?:receive|get|arrive|see)',
  '(?:is|are) (?:\\w+ )?coming',
];

const CARD_WORDS =
  'cards?|visa|master ?card|amex|american express|debit|plastic|tarjetas?|cartes?|karten?|carta|cartao|dispute|transaction|charge|pin|(?:un)?block(?:ing)?|hold|lock|freeze|replacement|(?:de)?activation';
const LOAN_WORDS =
  'letters?|contracts?|statements?|loans?|rates?|mortgages?|applications?|lenders?|refinanc\\w+|interest|payments?|score|bureaus?|signers?|insurance|liens?|titles?|borrow\\w*|fees?|terms?|quotes?|offers?|penalty|pmi|polic(?:y|ies)|plans?|principal|appraisal|property|home|house|vehicles?|cars?|dealer|escrow|closing|papers?|paperwork|documents?|apr|money|funds|income|job|debts?|credit (?:check|report|history)';

const word = (sources: readonly string[]): string => `\\b(?:${sources.join('|')})\\b`;

export const STRONG_CLAIM = new RegExp(word(DONE_TO_CARD));
export const CLAIM = new RegExp(word([...DONE_TO_CARD, ...PHRASES]), 'g');
export const CARD_CLAIM = new RegExp(word([...DONE_TO_CARD, ...PHRASES, ...DONE_TO_ANYTHING, ...CARD_STATES]), 'g');
export const SPEAKS_OF_CARD = new RegExp(word([CARD_WORDS]));
export const SPEAKS_OF_LOAN = new RegExp(word([LOAN_WORDS]));
/** A whole sentence of one such word claims as well. */
export const BARE_CLAIM =
  /^yes (?:, )*(?:i|we) (?:have|did)(?: ,)*$|^(?:ok |okay |yes |and |great |its |all |there |request |action |task |job |mission |order |that |this |everything |, )*(?:done|complete|completed|finished|sorted|handled|fulfilled|success|hecho|listo|fait|fertig|fatto|feito|processed|confirmed|resolved)(?: now| for you| and done| as requested| ,)*$/;

/** Long enough never to come about where two ordinary words meet. */
export const UNMISTAKABLE = /blocked|cancelled|deactivated|activated|bloquead[oa]|gesperrt|suspended/;
