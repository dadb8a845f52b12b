import { isJsonObject, type JsonValue } from '../../../common/json';
import { type ModelToolResult } from '../../language-model';
import { cutText } from '../cut-text';
import { ANYTHING_ELSE } from '../data/sentences';
import { splitName } from './split-name';

const MOST_CHARACTERS = 600;
const MOST_ENTRIES = 8;
const DEEPEST = 3;
const NOTHING = `There is nothing to tell. ${ANYTHING_ELSE}`;

/** Says what tools gave that the dialogue knows nothing of: a text as it is, data as "key: value". */
export function speakForeignResults(results: readonly ModelToolResult[]): string {
  const spoken = results.map(({ output }) => toSentence(output)).filter((sentence) => sentence !== '');
  return spoken.length === 0 ? NOTHING : shorten(spoken.join(' '));
}

function toSentence(output: string): string {
  const parsed = parse(output);
  const text = parsed === undefined ? output.trim() : describe(parsed, 0).trim();
  return text === '' || /[.!?]["')\]]?$/.test(text) ? text : `${text}.`;
}

function describe(value: JsonValue, depth: number): string {
  if (value === null) return '';
  if (typeof value !== 'object') return cutText(String(value), MOST_CHARACTERS);
  if (depth === DEEPEST) return '';
  if (!isJsonObject(value)) {
    const items = value.slice(0, MOST_ENTRIES).map((item) => describe(item, depth + 1));
    return items.filter((item) => item !== '').join(items.some((item) => item.includes(':')) ? '; ' : ', ');
  }
  return Object.entries(value)
    .slice(0, MOST_ENTRIES)
    .map(([key, item]) => [splitName(key.slice(0, MOST_CHARACTERS)).trim(), describe(item, depth + 1)] as const)
    .filter(([, item]) => item !== '')
    .map(([key, item]) => `${key}: ${item}`)
    .join(', ');
}

function shorten(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${cutText(text, MOST_CHARACTERS).replace(/\s+\S*$/, '')}.`;
}

function parse(output: string): JsonValue | undefined {
  try {
    return JSON.parse(output) as JsonValue;
  } catch {
    return undefined;
  }
}
