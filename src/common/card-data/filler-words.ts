import { COUNTS } from './spoken-digits';

/** What callers say between the groups of any number. */
export const PLAIN_FILLERS: ReadonlySet<string> = toWords(
  'uh um umm uhh er erm hm hmm mm and then dash hyphen space comma dot point slash next followed by so like well okay ok',
);

/**
 * What callers say besides between the groups of a card number, in a slip of the tongue or in order to be clear. Words
 * that lead to another number, such as "number", "phone" and "order", are left out, and so are "in" and "of", which stand
 * in what is masked already.
 */
export const LOOSE_WORDS: ReadonlySet<string> = new Set([
  ...toWords('x the that thats this these those it its s is are was were be'),
  ...toWords('after afterwards also again plus equals equal with now here'),
  ...toWords('first second third fourth last lastly finally final following ending ends end'),
  ...toWords('sorry oops wait no hang hold on let me see i mean pardon excuse'),
  ...toWords('my card digits digit numbers ones group block part set goes comes continues continue'),
  ...toWords('please yes yeah right thank thanks you'),
  ...COUNTS,
]);

function toWords(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
