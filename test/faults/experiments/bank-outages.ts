import { setTimeout as sleep } from 'node:timers/promises';
import { type Violation } from '../evidence';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { beginTalk, finishTalks } from '../support/talk';

const PROMISED_MS = 5_000;
const CARDS = 20;
const SHORTEST_OUTAGE_MS = 1_000;
/** Each outage is longer than the last one, so that the recoveries fall into different phases of the schedule. */
const LONGER_BY_MS = 370;

interface OutagePlan {
  readonly engine: Engine;
  readonly root: string;
  readonly outages: number;
}

/** Takes the bank away while callers block cards, and measures how long it misses what was done after it is back. */
export async function runBankOutages({ engine, root, outages }: OutagePlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root, hasBank: true });
  const problems: Violation[] = [];
  let longestMs = 0;
  try {
    await scene.startService();
    for (let outage = 0; outage < outages; outage += 1) {
      const talks = (await scene.seed(CARDS)).map(beginTalk);
      await scene.bank?.goDown();
      await finishTalks(scene.caller, talks);
      await sleep(SHORTEST_OUTAGE_MS + outage * LONGER_BY_MS);
      scene.bank?.heal();
      await scene.bank?.comeUp();
      const lastedMs = await measureUntilTold(scene);
      longestMs = Math.max(longestMs, lastedMs);
      if (lastedMs > PROMISED_MS) problems.push(tooLate(lastedMs));
    }
    const name = `bank away, told after ${Math.round(longestMs)} ms`;
    return await conclude({ name, scene, engine, faults: outages, startedMs, problems });
  } finally {
    await scene.close();
  }
}

async function measureUntilTold(scene: Scene): Promise<number> {
  const startMs = performance.now();
  while (!(await scene.isTold()) && performance.now() - startMs < 2 * PROMISED_MS) await sleep(20);
  return performance.now() - startMs;
}

function tooLate(lastedMs: number): Violation {
  return { rule: 'told-within-five-seconds', detail: `It took ${Math.round(lastedMs)} ms.`, rows: [] };
}
