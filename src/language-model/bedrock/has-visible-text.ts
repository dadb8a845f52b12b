/** Anything but white space, control and format characters: Bedrock refuses text that has nothing to see. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Z}]/u;

export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}
