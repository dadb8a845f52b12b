import { replaceNul } from '../database/replace-nul';

/** The text as both engines give it back: what is no character becomes the replacement character. */
export function toStorable(text: string): string;
export function toStorable(text: string | undefined): string | null;
export function toStorable(text: string | undefined): string | null {
  return text === undefined ? null : replaceNul(Buffer.from(text).toString());
}
