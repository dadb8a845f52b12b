/** Words, without apostrophes, that the name of a merchant neither begins with nor goes on beyond. */
export const WORDS_OUTSIDE_NAMES: ReadonlySet<string> = new Set(
  [
    'i im ive you youve he she it its we weve they theyve me him her us them my your our his their this that these',
    'those who which what there theres here a an the and or but because so if when while then as than not no nor yes',
    'yeah okay ok please sorry well um uh hmm just only also even definitely actually really',
    'is are was were be been being am has have had do does did done dont didnt doesnt cant can could will would should',
    'may might must isnt wasnt hasnt havent never ever again',
    'at from by to with for of on in into about over under after before since until between near around',
    'next last first second third same other another one two three twice once times',
    'today yesterday tonight week weeks month months year years day days ago recently earlier later morning evening',
    'night noon weekend monday tuesday wednesday thursday friday saturday sunday january february march april june july',
    'august september october november december',
    'dispute contest challenge report make made bought get got getting file open know see saw find found pay paid',
    'paying talk speak ask tell say said cancel check return refund go went take took need like think want wanted show',
    'recognize recognise remember recall authorize authorise mean send sent use used using',
    'charge charges charged charging transaction transactions payment payments purchase purchases bill billed order',
    'overcharged dollar dollars buck bucks cent cents usd euro euros pound pounds money amount cash',
    'card cards visa mastercard amex account bank credit debit statement app mistake accident phone mail home',
    'someone somebody anyone anybody nobody everyone all both either neither least more most much many some any each',
    'wrong strange weird unknown unauthorized unauthorised suspicious fraudulent duplicate double new old recent latest',
    'big small large huge extra certain single possible bad false unfamiliar questionable whole whatever nothing idea',
  ]
    .join(' ')
    .split(' '),
);
