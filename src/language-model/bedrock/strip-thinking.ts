const OPENING = '<thinking>';
const CLOSING = '</thinking>';
const EITHER = /<\/?thinking>/;

/**
 * Removes `<thinking>...</thinking>` from streamed text: Nova thinks aloud before tool calls, and a telephone would read
 * it out. Pieces may split a tag anywhere; only what could still become a tag is held back.
 */
export class ThinkingFilter {
  private held = '';
  private isThinking = false;
  private hasThought = false;
  private hasSpoken = false;

  /** @returns the part of the text so far that is certainly to be spoken; may be empty. */
  push(piece: string): string {
    let rest = this.held + piece;
    let spoken = '';
    for (let tag = this.findTag(rest); tag !== undefined; tag = this.findTag(rest)) {
      if (!this.isThinking) spoken += this.speak(rest.slice(0, tag.at));
      this.isThinking = tag.text === OPENING;
      this.hasThought = true;
      rest = rest.slice(tag.at + tag.text.length);
    }
    const heldLength = countPartialTag(rest, this.isThinking ? [CLOSING] : [OPENING, CLOSING]);
    const certain = rest.slice(0, rest.length - heldLength);
    this.held = rest.slice(certain.length);
    return this.isThinking ? spoken : spoken + this.speak(certain);
  }

  /** @returns what was held back and turned out to be no tag. A thought that never ended stays unspoken. */
  finish(): string {
    const rest = this.isThinking ? '' : this.speak(this.held);
    this.held = '';
    return rest;
  }

  private findTag(text: string): { readonly at: number; readonly text: string } | undefined {
    if (this.isThinking) {
      const at = text.indexOf(CLOSING);
      return at < 0 ? undefined : { at, text: CLOSING };
    }
    const match = EITHER.exec(text);
    return match === null ? undefined : { at: match.index, text: match[0] };
  }

  /** The line breaks between a thought and the first word belong to the thought. */
  private speak(text: string): string {
    const spoken = this.hasThought && !this.hasSpoken ? text.trimStart() : text;
    this.hasSpoken ||= spoken.trim() !== '';
    return spoken;
  }
}

/** How many characters at the end of the text could be the beginning of one of the tags. */
function countPartialTag(text: string, tags: readonly string[]): number {
  const start = text.lastIndexOf('<');
  if (start < 0) return 0;
  const tail = text.slice(start);
  return tags.some((tag) => tag.startsWith(tail)) ? tail.length : 0;
}
