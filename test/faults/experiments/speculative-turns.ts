import { type Violation } from '../evidence';
import { claimsSuccess } from '../rules/check-speech';
import { askFor } from '../support/caller';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type SeededCard } from '../support/seed-cards';
import { hasActed } from './hang-ups';

const SETTLE_MS = 300;
const CUT_MS = 100;
const CALLS_AT_ONCE = 20;

/** What the caller ends up saying; the platform sends every beginning of it. Both begin with a yes. */
const YES = 'yes please, go ahead.';
const NO = 'yes no wait do not do it';

interface SpeculativePlan {
  readonly engine: Engine;
  readonly root: string;
  readonly calls: number;
  /** How many beginnings are sent of each answer. */
  readonly partials: number;
}

/** Sends what a caller has said so far before the caller has finished, and hangs up on it when more is heard. */
export async function runSpeculativeTurns({ engine, root, calls, partials }: SpeculativePlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root, settleMs: SETTLE_MS });
  try {
    await scene.startService();
    const problems: Violation[] = [];
    const cards = await scene.seed(calls);
    for (let start = 0; start < calls; start += CALLS_AT_ONCE) {
      const found = await Promise.all(
        cards
          .slice(start, start + CALLS_AT_ONCE)
          .map((card, index) => speak(scene, card, { words: index % 2 === 0 ? YES : NO, partials })),
      );
      problems.push(...found.flat());
    }
    const name = `${partials} partial transcripts x ${calls}`;
    return await conclude({ name, scene, engine, faults: partials * calls, startedMs, problems });
  } finally {
    await scene.close();
  }
}

interface Speech {
  readonly words: string;
  readonly partials: number;
}

async function speak(scene: Scene, card: SeededCard, { words, partials }: Speech): Promise<readonly Violation[]> {
  const ask = askFor(card);
  await scene.caller.propose(card);
  for (let heard = 1; heard <= partials; heard += 1) {
    const says = [ask, words.slice(0, heard)];
    await scene.caller.say(card, { kind: 'partial', says, cut: { afterMs: CUT_MS } });
  }
  const problems = (await hasActed(scene, card)) ? [problem(card, 'An unfinished sentence has acted.')] : [];
  const isYes = words === YES;
  const { text } = await scene.caller.say(card, { kind: isYes ? 'confirm' : 'decline', says: [ask, words] });
  const acted = await hasActed(scene, card);
  if (acted === isYes && claimsSuccess(text) === isYes) return problems;
  return [...problems, problem(card, `"${words}" was answered "${text}", and ${acted ? 'acted' : 'did not act'}.`)];
}

function problem({ cardId }: SeededCard, detail: string): Violation {
  return { rule: 'only-the-last-words-count', detail, rows: [cardId] };
}
