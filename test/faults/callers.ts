import { setTimeout as sleep } from 'node:timers/promises';
import { type History, type HistoryEntry } from './history';

/** Gives the place where the service listens now; it changes when the service is started anew. */
export type FindService = (attempt: number) => Promise<string>;

interface Caller {
  readonly phoneNumber: string;
  readonly history: History;
  readonly findService: FindService;
}

export interface Confirmation extends Caller {
  /** How often the confirming request is sent at once. */
  readonly copies: number;
  /** How many of them are cut off, each after so many milliseconds. */
  readonly cutAfterMs?: readonly number[];
}

const MOST_ATTEMPTS = 40;

/** One caller from the request to the answer to their yes, however often the service dies meanwhile. */
export async function blockCard(confirmation: Confirmation): Promise<void> {
  const ask = [{ role: 'user', content: `Block my credit card [phone: ${confirmation.phoneNumber}]` }];
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const asked = await send(confirmation, { step: 'ask', messages: ask, attempt });
    if (asked.outcome === 'ok' && asked.heard.includes('yes or no')) {
      const yes = [...ask, { role: 'assistant', content: asked.heard }, { role: 'user', content: 'yes' }];
      if (await confirmUntilAnswered(confirmation, yes)) return;
    }
    // A yes whose answer was lost may have acted: then the request says so.
    if (asked.heard.includes('already blocked')) return;
    await sleep(20);
  }
  throw new Error(`The caller ${confirmation.phoneNumber} was never answered.`);
}

async function confirmUntilAnswered(confirmation: Confirmation, messages: readonly object[]): Promise<boolean> {
  const { copies, cutAfterMs = [] } = confirmation;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const answers = await Promise.all(
      Array.from({ length: attempt === 0 ? copies : 1 }, (_, copy) =>
        send(confirmation, {
          step: 'confirm',
          messages,
          attempt: attempt + copy,
          cutAfterMs: attempt === 0 ? cutAfterMs[copy] : undefined,
        }),
      ),
    );
    if (answers.some(({ outcome }) => outcome === 'ok')) return true;
    await sleep(20);
  }
  return false;
}

interface Turn {
  readonly step: HistoryEntry['step'];
  readonly messages: readonly object[];
  readonly attempt: number;
  readonly cutAfterMs?: number | undefined;
}

async function send(
  { phoneNumber, history, findService }: Caller,
  { step, messages, attempt, cutAfterMs }: Turn,
): Promise<HistoryEntry> {
  const cut = new AbortController();
  const timer =
    cutAfterMs === undefined
      ? undefined
      : setTimeout(() => {
          cut.abort();
        }, cutAfterMs);
  const url = await findService(attempt);
  const stream = step === 'confirm';
  const entry = await history.send({ url, phoneNumber, step, messages, stream, signal: cut.signal });
  clearTimeout(timer);
  return entry;
}
