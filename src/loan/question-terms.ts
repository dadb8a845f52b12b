import { stemWord } from './stem-word';

/** Words that carry no topic of their own in a spoken question about a loan. */
const STOP_WORDS = new Set(
  `a able about accept actually after again ahead all already also always am an and any anymore anyone anything
  are as ask at available back bank be became because become becomes been before being best better bit but by
  call can could couple current currently day days did difference different do does doing don done during each
  either else enough ever every everybody everyone everything exactly explain fast feel figure find fine first
  for from gave get gets getting give given go goes going gonna good got gotten great had happen has have having
  he hear heard hello help her here hey hi high highest him his hour how i idea if important in include includes
  including into is it its just keep kind know later least let like little live look lot made make makes making
  mandatory many may maybe me mean might mine money more most much must my myself name near need needs never new
  next no normal normally not nothing now of off offer offered offers often okay old on once one only or other
  our out over own particular people per perhaps person please plus possible possibly probably program put
  question quick quickly quite rather ready really required right said same say see sell sense set she should
  show simple simply since so some someone something sometimes soon sort start still such sure take taken takes
  taking talk tell tellerline than thank thanks that the their them then there these they thing things think
  this those though time to today told too toward towards try trying understand until up us use uses using
  usually very wait wanna want wanted was way we week well were what whatever when where whether which while who
  whole whom whose why will wish with without wonder wondering work works worth would year years yes yesterday
  yet you your yours`
    .split(/\s+/)
    .flatMap((word) => [word, stemWord(word)]),
);

/** How much and how many is not what an article is about. */
const NUMBER_WORD =
  /^(?:\d+k?|one|two|three|ten|eleven|twelve|twenty|(?:four|six|seven|eight?|nine|thir|fif)(?:teen|ty)?|five|forty|hundreds?|thousands?|millions?|dollars?|bucks?)$/;

/** Words that customers use for one and the same thing; each word on the right is read as the one on the left. */
const SAME_MEANING = new Map(
  Object.entries({
    auto: 'vehicle automobile car truck motorcycle motorbike suv',
    borrow: 'lend lent',
    calculate: 'compute',
    citizen: 'foreigner immigrant noncitizen',
    cosign: 'cosigner guarantor',
    credit: 'fico',
    document: 'paperwork paper proof prove',
    employ: 'employer',
    hardship: 'difficulty trouble struggle',
    home: 'house apartment condo',
    joint: 'jointly together',
    minimum: 'smallest lowest',
    maximum: 'largest highest biggest',
    month: 'monthly',
    photo: 'identification',
    relative: 'brother sister mother father parent son daughter mom dad cousin family',
    purchase: 'buy bought',
    reject: 'rejection decline deny denial refuse refusal disapproved',
    sick: 'ill illness',
    score: 'rating',
    spouse: 'married wife husband partner girlfriend boyfriend fiance',
    type: 'option product variety',
    variable: 'adjustable floating',
    negotiate: 'haggle bargain',
    pension: 'retired retirement retiree',
  }).flatMap(([meaning, words]) => words.split(' ').map((word) => [stemWord(word), stemWord(meaning)] as const)),
);

/** Expressions of several words, joined or replaced before the text is cut into words. */
const EXPRESSIONS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\bco[- ]?sign/g, 'cosign'],
  [/\bpre[- ](?=pay|approv)/g, 'pre'],
  [/\bself[- ]employed/g, 'selfemployed freelancer'],
  [/\b(?:laid off|fired|out of work|unemployed)\b/g, 'lost job'],
  [/\bmortgages?\b/g, 'home loan'],
  [/\bsecond[- ]?hand\b/g, 'used'],
  [/\bturn(?:ed|s)? (?:\w+ )?down\b/g, 'rejected'],
  [/\bpa(?:y|id|ying)(?: \w+){0,3} (?:off|early|sooner)\b/g, '$& repay early'],
  [/\bpayoff\b/g, 'payoff repay early'],
  [/\bpre-?pa(?:y|id)\w*/g, 'repay early'],
  [/\b(?:go|goes|going|went) (?:up|down)\b/g, 'change'],
  [/['’](?:s|m|re|ve|ll|d|t)\b/g, ''],
];

const WORD = /[\p{L}\p{N}]+/gu;

/** The content words of a text, stemmed and brought to one word for each meaning, in order and with repetitions. */
export function toTerms(text: string): readonly string[] {
  const plain = EXPRESSIONS.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text.toLowerCase(),
  );
  return (plain.match(WORD) ?? [])
    .filter((word) => !STOP_WORDS.has(word) && !NUMBER_WORD.test(word))
    .map(stemWord)
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => SAME_MEANING.get(word) ?? word);
}
