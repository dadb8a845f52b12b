import { SYNONYMS } from '../data/synonyms';

const STEM_SUFFIX = /(?:ations?|ings?|ments?|ed|es|s|e)$/;
const SHORTEST_STEM = 4;

/** The words and word pairs of a text, lower-cased and stemmed, every number as `#`. */
export function toTerms(text: string): readonly string[] {
  const words = (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/['\u2019]/g, '')
      .match(/\p{L}+|\d[\d,.]*/gu) ?? []
  )
    .map(toStem)
    .filter((word) => word !== '');
  const pairs = words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`);
  return [...words, ...pairs];
}

function toStem(word: string): string {
  if (/^\d/.test(word)) return '#';
  const singular = word.endsWith('s') ? word.slice(0, -1) : word;
  const synonym = SYNONYMS.get(word) ?? SYNONYMS.get(singular);
  if (synonym !== undefined) return synonym;
  const stem = word.replace(STEM_SUFFIX, '');
  return stem.length < SHORTEST_STEM ? word : stem;
}
