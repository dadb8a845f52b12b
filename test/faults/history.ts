const CHAT = '/v1/chat/completions';

/** `info`: nobody can say whether it took effect, since the connection broke before the answer. */
export type Outcome = 'ok' | 'fail' | 'info';

export interface HistoryEntry {
  readonly phoneNumber: string;
  readonly step: 'ask' | 'confirm' | 'decline';
  readonly outcome: Outcome;
  /** What the caller heard; empty unless `ok`. */
  readonly heard: string;
}

export interface SentTurn {
  readonly url: string;
  readonly phoneNumber: string;
  readonly step: HistoryEntry['step'];
  readonly messages: readonly object[];
  readonly stream?: boolean;
  readonly signal?: AbortSignal;
}

/** Sends turns, and remembers what came of each. */
export class History {
  readonly entries: HistoryEntry[] = [];

  async send({ url, phoneNumber, step, messages, stream = false, signal }: SentTurn): Promise<HistoryEntry> {
    const entry = { phoneNumber, step, ...(await this.attempt(url + CHAT, { messages, stream }, signal)) };
    this.entries.push(entry);
    return entry;
  }

  private async attempt(
    url: string,
    body: { readonly messages: readonly object[]; readonly stream: boolean },
    signal: AbortSignal | undefined,
  ): Promise<Pick<HistoryEntry, 'outcome' | 'heard'>> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await response.text();
      if (response.status >= 500) return { outcome: 'info', heard: '' };
      if (response.status !== 200) return { outcome: 'fail', heard: '' };
      if (body.stream && !text.includes('[DONE]')) return { outcome: 'info', heard: readWords(text) };
      return { outcome: 'ok', heard: readWords(text) };
    } catch {
      return { outcome: 'info', heard: '' };
    }
  }
}

function readWords(text: string): string {
  return [...text.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)]
    .map(([, piece = '""']) => JSON.parse(piece) as string)
    .join('');
}
