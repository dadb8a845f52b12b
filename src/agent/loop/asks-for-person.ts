const PERSON =
  /\b(?:human|person|agent|operator|representative|advis[oe]r|colleague|employee|supervisor|manager|(?:talk|speak) (?:to|with) (?:someone|somebody))\b/i;
const LONGEST_TEXT = 1_000;

/** Whether a caller would rather speak to somebody of the bank. */
export function asksForPerson(text: string): boolean {
  return PERSON.test(text.slice(0, LONGEST_TEXT));
}
