import { parsePhoneNumber, type PhoneNumber } from './phone-number';

/** `[phone: +1234567890]`, which integrations write into a message because the OpenAI request has no field for it. */
const CALLER_TAG = /\[[ \t]{0,8}phone[ \t]{0,8}:([^[\]\n]{0,80})\]/gi;

/** What a voice platform leaves in the tag when the call has no number: an empty or unresolved template value. */
const NO_NUMBER = /^(|null|undefined|none|unknown|anonymous|restricted|private|\{\{.*\}\})$/i;

export interface CallerTagReading {
  /** The text without any tag. */
  readonly text: string;
  /** The last tag's content: a number, `malformed` when it is no number, absent when there is no tag with a value. */
  readonly phoneNumber?: PhoneNumber | 'malformed';
}

/** Takes the caller's number out of a message, so that no model ever reads it. */
export function readCallerTag(text: string): CallerTagReading {
  if (!text.includes('[')) return { text };
  let phoneNumber: PhoneNumber | 'malformed' | undefined;
  const remaining = text.replace(CALLER_TAG, (_tag, content: string) => {
    const value = content.trim();
    if (!NO_NUMBER.test(value)) phoneNumber = parsePhoneNumber(value) ?? 'malformed';
    return ' ';
  });
  if (remaining === text) return { text };
  const tidy = remaining.replace(/[ \t]+/g, ' ').trim();
  return phoneNumber === undefined ? { text: tidy } : { text: tidy, phoneNumber };
}
