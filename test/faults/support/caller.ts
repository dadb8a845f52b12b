import { type History, type HistoryEntry, type RequestKind } from '../history';
import { type SeededCard } from './seed-cards';
import { type Cut, sendTurn } from './send-turn';

interface Turn {
  readonly kind: RequestKind;
  /** What the caller has said, oldest first. */
  readonly says: readonly string[];
  readonly cut?: Cut;
  readonly stream?: boolean;
}

interface CallerOptions {
  /** Asked for each request, since the service may have moved. */
  readonly findUrl: () => string;
  readonly apiKey: string;
  readonly history: History;
}

/** Talks to the service as a voice platform does: the whole history with every turn, streamed. */
export class Caller {
  constructor(private readonly options: CallerOptions) {}

  propose(card: SeededCard, more: Partial<Turn> = {}): Promise<HistoryEntry> {
    return this.say(card, { kind: 'propose', says: [askFor(card)], ...more });
  }

  confirm(card: SeededCard, more: Partial<Turn> = {}): Promise<HistoryEntry> {
    return this.say(card, { kind: 'confirm', says: [askFor(card), 'yes'], ...more });
  }

  /** After a yes whose answer was not heard: the history shows no words of the assistant after it. */
  goOn(card: SeededCard): Promise<HistoryEntry> {
    return this.say(card, { kind: 'confirm', says: [askFor(card), 'yes', 'hello?'] });
  }

  async say(card: SeededCard, { kind, says, cut, stream = true }: Turn): Promise<HistoryEntry> {
    const { history, apiKey, findUrl } = this.options;
    const id = history.takeId();
    const invokedAtMs = performance.now();
    const reply = await sendTurn({
      url: `${findUrl()}/v1/chat/completions`,
      headers: { authorization: `Bearer ${apiKey}` },
      body: { model: 'embedded-dialog-1', stream, messages: toMessages(card, says) },
      ...(cut === undefined ? {} : { cut }),
    });
    const { customerId, cardId } = card;
    const turn = `${cardId}/${says.join('/')}`;
    return history.add({ id, kind, customerId, cardId, turn, invokedAtMs, endedAtMs: performance.now(), ...reply });
  }
}

/** No two cards of a customer end in the same digits, so the words name one conversation. */
export function askFor({ lastFour, isLost }: SeededCard): string {
  return isLost ? `I have lost my Visa ending in ${lastFour}, cancel it` : `Block my Visa ending in ${lastFour}`;
}

/** What the service asks before it does that. */
function questionOf({ lastFour, isLost }: SeededCard): string {
  const change = isLost
    ? `I can cancel your Visa ending in ${lastFour} for good because it was lost, and order a new card.`
    : `I can block your Visa ending in ${lastFour} right away.`;
  return `${change} Shall I go ahead, yes or no?`;
}

function toMessages(card: SeededCard, says: readonly string[]): readonly object[] {
  return says.flatMap((content, index) => {
    const spoken = { role: 'user', content: index === 0 ? `${content} [phone: ${card.phoneNumber}]` : content };
    return index === 0 && says.length > 1 ? [spoken, { role: 'assistant', content: questionOf(card) }] : [spoken];
  });
}
