import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PrivatePostgres } from '../support/private-postgres';
import { conclude, type Report } from '../support/report';
import { Scene } from '../support/scene';
import { beginTalk, continueTalk, finishTalks, type Talk } from '../support/talk';
import { findUnserved } from './fail-points';

const CALLERS = 6;
const RETRY_MS = 50;
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 900;

interface DatabaseKillPlan {
  readonly root: string;
  readonly postgres: PrivatePostgres;
  readonly kills: number;
  /** Otherwise the database acknowledges before it has written: the control, which has to lose something. */
  readonly isDurable: boolean;
}

/** Kills the database again and again while callers confirm; what they were told must be there afterwards. */
export async function runDatabaseKills({ root, postgres, kills, isDurable }: DatabaseKillPlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine: 'postgres', root, postgresUrl: postgres.url });
  const talks: Talk[] = [];
  const waiting = [...(await scene.seed(kills * 100))];
  const load = { isOver: false };
  const call = async (): Promise<void> => {
    for (let card = waiting.pop(); card !== undefined && !load.isOver; card = waiting.pop()) {
      const talk = beginTalk(card);
      talks.push(talk);
      await talkUntilOver(scene, talk);
    }
  };
  try {
    await scene.startService();
    const calls = Promise.all(Array.from({ length: CALLERS }, call));
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(randomInt(SHORTEST_LIFE_MS, LONGEST_LIFE_MS));
      await postgres.crash(isDurable);
    }
    load.isOver = true;
    await calls;
    await finishTalks(scene.caller, talks);
    const name = isDurable ? 'database kills' : 'control: synchronous_commit off';
    const problems = isDurable ? findUnserved(talks) : [];
    return await conclude({
      name,
      scene,
      engine: 'postgres',
      faults: kills,
      startedMs,
      problems,
      caughtBy: isDurable ? undefined : 'success-only-when-committed',
    });
  } finally {
    load.isOver = true;
    await scene.close();
  }
}

async function talkUntilOver(scene: Scene, talk: Talk): Promise<void> {
  const MOST_TRIES = 400;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    await continueTalk(scene.caller, talk);
    if (isOver(talk)) return;
    await sleep(RETRY_MS);
  }
}

function isOver({ step }: Talk): boolean {
  return step === 'over';
}
