/**
 * PostgreSQL refuses a NUL in text and libsql cuts the text there, so both get the replacement character, as they do
 * for anything else that is no character.
 */
export function replaceNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
