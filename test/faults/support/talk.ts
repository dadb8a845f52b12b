import { claimsSuccess } from '../rules/check-speech';
import { type Caller } from './caller';
import { type SeededCard } from './seed-cards';

/** How far a caller has come with a card. A caller who was cut off says the same again. */
export interface Talk {
  readonly card: SeededCard;
  step: 'ask' | 'answer' | 'over';
  /** Whether the caller was told that it is done. */
  heardSuccess: boolean;
}

interface TalkStyle {
  /** How many copies of the yes are sent at once. */
  readonly copies: number;
  /** The first so many of them are hung up on after a random time of at most that many milliseconds. */
  readonly cuts: number;
  readonly longestCutMs: number;
}

const USUAL: TalkStyle = { copies: 3, cuts: 1, longestCutMs: 60 };

export function beginTalk(card: SeededCard): Talk {
  return { card, step: 'ask', heardSuccess: false };
}

/** Goes on with the talk until it is over, or until a request was not answered. */
export async function continueTalk(caller: Caller, talk: Talk, style: TalkStyle = USUAL): Promise<void> {
  if (talk.step === 'ask') {
    const asked = await caller.propose(talk.card);
    // A store that was too slow is an apology, after which callers ask again.
    if (asked.outcome !== 'ok' || !asked.text.includes(talk.card.lastFour)) return;
    talk.step = 'answer';
  }
  if (talk.step !== 'answer') return;
  const replies = await Promise.all(
    Array.from({ length: style.copies }, (_, copy) => {
      const cut = copy < style.cuts ? { cut: { afterMs: Math.random() * style.longestCutMs } } : {};
      return caller.confirm(talk.card, { ...cut, stream: copy % 3 !== 2 });
    }),
  );
  const answers = replies.filter(({ outcome, text }) => outcome === 'ok' && !text.includes('cannot tell'));
  if (answers.length === 0) return;
  talk.step = 'over';
  talk.heardSuccess = answers.some(({ text }) => claimsSuccess(text));
}

/** Says the same again until everybody was answered; throws when somebody never is. */
export async function finishTalks(caller: Caller, talks: readonly Talk[]): Promise<void> {
  const MOST_TRIES = 20;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const open = talks.filter(({ step }) => step !== 'over');
    if (open.length === 0) return;
    await Promise.all(open.map((talk) => continueTalk(caller, talk)));
  }
  throw new Error('Somebody was not answered in twenty tries.');
}
