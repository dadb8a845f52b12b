import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadArticles } from './load-articles';

describe(loadArticles.name, () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'articles-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  describe('when articles are well formed', () => {
    it('should make a passage of each paragraph, in the order of the file names', () => {
      writeFileSync(join(directory, 'b.md'), '# Second\n\nThird paragraph.\n');
      writeFileSync(join(directory, 'a.md'), '# First\r\n\r\nOne\r\nline.\r\n \r\n\r\nTwo.');
      writeFileSync(join(directory, 'notes.txt'), 'Not an article.');
      expect(loadArticles(directory)).toEqual([
        { articleId: 'a', title: 'First', text: 'One line.' },
        { articleId: 'a', title: 'First', text: 'Two.' },
        { articleId: 'b', title: 'Second', text: 'Third paragraph.' },
      ]);
    });

    it('should divide a long paragraph between sentences', () => {
      const sentences = Array.from({ length: 30 }, (_, index) => `Sentence ${index} has a handful of words in it.`);
      writeFileSync(join(directory, 'long.md'), `# Long\n\n${sentences.join(' ')}\n`);
      const texts = loadArticles(directory).map(({ text }) => text);
      expect(texts.length).toBeGreaterThan(1);
      expect(texts.every((text) => text.length <= 600 && text.endsWith('.'))).toBe(true);
      expect(texts.join(' ')).toBe(sentences.join(' '));
    });
  });

  describe('when something is missing', () => {
    it('should refuse a directory without articles', () => {
      expect(() => loadArticles(directory)).toThrow('no loan articles');
    });

    it('should refuse an article without a title', () => {
      writeFileSync(join(directory, 'bare.md'), 'Text.\n\nMore text.\n');
      expect(() => loadArticles(directory)).toThrow('bare does not start with a title');
    });

    it('should refuse an article without text', () => {
      writeFileSync(join(directory, 'empty.md'), '# Title\n');
      expect(() => loadArticles(directory)).toThrow('empty has no text');
    });
  });
});
