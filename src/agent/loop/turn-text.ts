import { type AgentEvent } from '../agent-event';

/** Keeps the texts of several steps apart: a step that speaks after an earlier one starts with a space. */
export class TurnText {
  private lastCharacter = '';
  private needsSpace = false;

  startStep(): void {
    this.needsSpace = this.lastCharacter !== '' && !/\s/.test(this.lastCharacter);
  }

  /** One delta to send on. Empty pieces must not come here. */
  add(piece: string): AgentEvent {
    const text = this.needsSpace && !/^\s/.test(piece) ? ` ${piece}` : piece;
    this.needsSpace = false;
    this.lastCharacter = text.slice(-1);
    return { type: 'text-delta', text };
  }
}
