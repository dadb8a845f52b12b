import { randomInt } from 'node:crypto';
import { type Violation } from '../evidence';
import { type Caller } from '../support/caller';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type SeededCard } from '../support/seed-cards';
import { type Sabotage } from '../support/service-process';

const COPIES = 5;
const CUT_COPIES = 2;
const LONGEST_CUT_MS = 60;
const SETS_AT_ONCE = 6;
const MOST_TRIES = 20;

interface StormPlan {
  readonly engine: Engine;
  readonly root: string;
  readonly confirmations: number;
  readonly sabotage?: Sabotage;
  /** The rule that has to see the sabotage. */
  readonly caughtBy?: string;
  /** Breaks the store on purpose before anything is asked. */
  readonly prepare?: (scene: Scene) => Promise<void>;
}

/** Sends each yes in five copies at once to two processes, and hangs up on two of them. */
export async function runDuplicateStorm(plan: StormPlan): Promise<Report> {
  const { engine, root, confirmations, sabotage, caughtBy, prepare } = plan;
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root });
  try {
    await prepare?.(scene);
    const fault = sabotage === undefined ? {} : { sabotage };
    const services = [await scene.startService(fault), await scene.startService(fault)];
    const callers = services.map((service) => scene.callerOf(service));
    const waiting = [...(await scene.seed(confirmations))];
    const problems: Violation[] = [];
    const work = async (): Promise<void> => {
      for (let card = waiting.pop(); card !== undefined; card = waiting.pop()) {
        if (!(await confirmInCopies(callers, card))) problems.push(unanswered(card));
      }
    };
    await Promise.all(Array.from({ length: SETS_AT_ONCE }, work));
    const name = `${confirmations} confirmations x ${COPIES}`;
    const isControl = sabotage !== undefined;
    return await conclude({
      name: isControl ? `control: ${sabotage}` : name,
      scene,
      engine,
      faults: confirmations * CUT_COPIES,
      startedMs,
      problems: isControl ? [] : problems,
      caughtBy,
    });
  } finally {
    await scene.close();
  }
}

/** @returns whether somebody heard an answer in the end. */
async function confirmInCopies(callers: readonly Caller[], card: SeededCard): Promise<boolean> {
  const callerOf = (copy: number): Caller => {
    const caller = callers[copy % callers.length];
    if (caller === undefined) throw new Error('There is no caller.');
    return caller;
  };
  let isAsked = false;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    if (!isAsked) {
      const asked = await callerOf(attempt).propose(card);
      isAsked = asked.outcome === 'ok' && asked.text.includes(card.lastFour);
      if (!isAsked) continue;
    }
    const replies = await Promise.all(
      Array.from({ length: COPIES }, (_, copy) => confirmOnce(callerOf(copy), card, copy)),
    );
    if (replies.some(Boolean)) return true;
  }
  return false;
}

async function confirmOnce(caller: Caller, card: SeededCard, copy: number): Promise<boolean> {
  // One is hung up on as soon as its stream begins to speak, and one at any time.
  const cuts = [{ afterChunks: 1 }, { afterMs: randomInt(LONGEST_CUT_MS) }];
  const cut = cuts[copy];
  const { outcome } = await caller.confirm(card, cut === undefined ? {} : { cut });
  return outcome === 'ok';
}

function unanswered({ cardId }: SeededCard): Violation {
  return { rule: 'everybody-is-served', detail: 'No copy was ever answered.', rows: [cardId] };
}
