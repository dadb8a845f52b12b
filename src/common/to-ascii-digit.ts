/**
 * The ASCII digit for a decimal digit of any script.
 *
 * @param digit one character of the Unicode category Nd. These come in blocks of ten that begin with zero.
 */
export function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((codePoint - first) % 10);
}
