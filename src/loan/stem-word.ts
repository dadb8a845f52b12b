const MIN_STEM_LENGTH = 3;

/** Endings of a small English stemmer, longest first, with what replaces them. */
const ENDINGS: readonly (readonly [ending: string, replacement: string])[] = [
  ['ibility', 'ibl'],
  ['ability', 'abl'],
  ['cations', ''],
  ['cation', ''],
  ['ments', ''],
  ['ment', ''],
  ['sals', 's'],
  ['vals', 'v'],
  ['ials', 'i'],
  ['sal', 's'],
  ['val', 'v'],
  ['ial', 'i'],
  ['ings', ''],
  ['ing', ''],
  ['ies', 'i'],
  ['ied', 'i'],
  ['sses', 'ss'],
  ['ed', ''],
  ['es', ''],
  ['s', ''],
  ['e', ''],
  ['y', 'i'],
];

/** Cuts an English word in lower case to a rough stem, the same for its usual forms: "applies" and "application" are "appli". */
export function stemWord(word: string): string {
  if (/(?:ss|us)$/.test(word)) return word;
  for (const [ending, replacement] of ENDINGS) {
    if (!word.endsWith(ending) || word.length - ending.length < MIN_STEM_LENGTH) continue;
    const root = word.slice(0, word.length - ending.length) + replacement;
    // "Stopped" and "stopping" lose the doubled letter of "stop".
    return /(?:ing|ings|ed)$/.test(ending) ? root.replace(/([bdgmnprt])\1$/, '$1') : root;
  }
  return word;
}
