import { foldText, readLeet } from './fold-text';

const SPELLED = /(?:(?<![a-z])[a-z](?![a-z])[ ,]*){4,}/g;
const CLAUSE_SIGN = /[,;:()–—…]|[.?!] | [-‐‑] /g;

/** The words of a sentence in plain letters, " , " between its clauses: markup, accents and spelling out are undone. */
export function normalizeSentence(sentence: string, bar: 'l' | 'i'): string {
  return foldText(sentence)
    .replace(/[–—…]/g, ' , ')
    .replace(CLAUSE_SIGN, ' , ')
    .split(/\s+/)
    .map((word) => (word === ',' ? word : readWord(word, bar)))
    .join(' ')
    .replace(SPELLED, (letters) => ` ${letters.replace(/[ ,]/g, '')} `)
    .replace(/ +/g, ' ')
    .trim();
}

function readWord(word: string, bar: 'l' | 'i'): string {
  const letters = readLeet(word, bar).replace(/['’`]/g, '');
  // "b-l-o-c-k-e-d" and "blo.ck.ed" are one word, "co-signer" is two.
  const parts = letters.split(/[^a-z0-9]+/).filter((part) => part !== '');
  const isTaken = parts.length > 2 && parts.every((part) => part.length <= 3) && parts.some((part) => part.length < 3);
  return parts.join(isTaken ? '' : ' ');
}
