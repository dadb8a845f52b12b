import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One piece of an article, short enough to be read to a caller. */
export interface ArticlePassage {
  /** The file's name without its ending. */
  readonly articleId: string;
  readonly title: string;
  /** Plain text in one line. */
  readonly text: string;
}

const ARTICLES_DIRECTORY = join(__dirname, 'articles');
const MAX_PASSAGE_LENGTH = 600;
const TITLE_MARK = '# ';

/**
 * Reads every article and splits it into passages, in the order of the file names. A passage is a paragraph; a longer
 * one than about 600 characters is divided between sentences.
 *
 * @throws Error when there are no articles, or one has no title line or no text.
 */
export function loadArticles(directory = ARTICLES_DIRECTORY): readonly ArticlePassage[] {
  const fileNames = readdirSync(directory).filter((fileName) => fileName.endsWith('.md'));
  if (fileNames.length === 0) throw new Error(`There are no loan articles in ${directory}.`);
  return fileNames
    .toSorted()
    .flatMap((fileName) => toPassages(basename(fileName, '.md'), readFileSync(join(directory, fileName), 'utf8')));
}

function toPassages(articleId: string, markdown: string): readonly ArticlePassage[] {
  const [titleLine = '', ...paragraphs] = markdown
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .map((block) => block.replace(/\s+/g, ' ').trim())
    .filter((block) => block !== '');
  if (!titleLine.startsWith(TITLE_MARK)) throw new Error(`The loan article ${articleId} does not start with a title.`);
  if (paragraphs.length === 0) throw new Error(`The loan article ${articleId} has no text.`);
  const title = titleLine.slice(TITLE_MARK.length);
  return paragraphs.flatMap(splitParagraph).map((text) => ({ articleId, title, text }));
}

function splitParagraph(paragraph: string): readonly string[] {
  if (paragraph.length <= MAX_PASSAGE_LENGTH) return [paragraph];
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of paragraph.split(/(?<=[.!?]) /)) {
    if (piece !== '' && piece.length + sentence.length >= MAX_PASSAGE_LENGTH) {
      pieces.push(piece);
      piece = sentence;
    } else {
      piece = piece === '' ? sentence : `${piece} ${sentence}`;
    }
  }
  return [...pieces, piece];
}
