import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SpokenAnswer {
  /** The act that the question is about: "block", "cancel", ... */
  readonly act: string;
  /** How a person would understand the answer. */
  readonly meant: string;
  /** How the service must read it: the same, or something more careful. */
  readonly reading: string;
  readonly text: string;
  /** The text in quotes, with what cannot be seen spelled out. */
  readonly written: string;
}

/** Answers to "Shall I block (cancel, ...) your Visa ending in 4211?", as speech recognition and chats write them. */
export function readSpokenAnswers(): readonly SpokenAnswer[] {
  const lines = readFileSync(join(__dirname, '../fixtures/spoken-answers.tsv'), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [act = '', meant = '', reading = '', written = ''] = line.split('\t');
    return { act, meant, reading, written, text: JSON.parse(written) as string };
  });
}
