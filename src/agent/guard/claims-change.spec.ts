import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS } from '../../../test/fixtures/model-claims';
import { HARMLESS } from '../../../test/fixtures/model-small-talk';
import { claimsChange } from './claims-change';

describe(claimsChange.name, () => {
  it.each(CLAIMS)('should know a claim: %p', (sentence) => {
    expect(claimsChange(sentence)).toBe(true);
  });

  it.each(HARMLESS)('should let pass: %p', (sentence) => {
    expect(claimsChange(sentence)).toBe(false);
  });

  const articles = join(__dirname, '../../loan/articles');
  it.each(readdirSync(articles))('should let pass every sentence of %s', (file) => {
    const text = readFileSync(join(articles, file), 'utf8');
    const sentences = text.split(/(?<=[.!?])\s+|\n+/);
    expect(sentences.filter((sentence) => claimsChange(sentence))).toEqual([]);
  });
});
