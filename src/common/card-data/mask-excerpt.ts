import { maskCardText } from './mask-card-data';

const LONGEST_SHOWN = 64;
/** So much that a number which begins in what is shown also ends in it, and so little that masking it takes no time. */
const LONGEST_READ = 1_000;
/** More than a number is long. */
const UNSURE_END = 100;

/** The beginning of what a stranger sent, as far as an error may repeat it. */
export function maskExcerpt(text: string): string {
  // Masked before it is cut: a part of a card number is not known for one.
  const masked = maskCardText(text.slice(0, LONGEST_READ));
  const sure = text.length > LONGEST_READ ? masked.slice(0, -UNSURE_END) : masked;
  return sure.slice(0, LONGEST_SHOWN);
}
