/** Halves of a character, left behind by a cut; they cannot be written as UTF-8. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

export function toTextBlock(text: string): { readonly text: string } {
  return { text: text.replace(LONE_SURROGATES, '\uFFFD') };
}
