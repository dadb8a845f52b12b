import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { askFor } from '../support/caller';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type SeededCard } from '../support/seed-cards';
import { type ServiceProcess } from '../support/service-process';
import { beginTalk, continueTalk, finishTalks, type Talk } from '../support/talk';
import { findUnserved } from './fail-points';

const CALLERS = 6;
const CARDS_AT_ONCE = 40;
const LONGEST_LIFE_MS = 500;
const RETRY_MS = 5;

interface RandomKillPlan {
  readonly engine: Engine;
  readonly root: string;
  readonly kills: number;
}

/** Kills the service again and again while callers block cards, report others lost, say no, and ask for what they may not have. */
export async function runRandomKills({ engine, root, kills }: RandomKillPlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root, hasBank: true });
  const talks: Talk[] = [];
  const waiting: SeededCard[] = [];
  const load: Load = { isOver: false, service: scene.startService() };
  const takeCard = async (): Promise<SeededCard> => {
    if (waiting.length === 0) waiting.push(...(await scene.seed(CARDS_AT_ONCE)));
    return waiting.shift() ?? takeCard();
  };
  const talkUntilOver = async (talk: Talk): Promise<void> => {
    while (!load.isOver && talk.step !== 'over') {
      await load.service;
      await continueTalk(scene.caller, talk);
      await sleep(RETRY_MS);
    }
  };
  const call = async (): Promise<void> => {
    while (!load.isOver) {
      await load.service;
      const card = await takeCard();
      await sayNoSometimes(scene, card);
      const talk = beginTalk(await takeCard());
      talks.push(talk);
      await talkUntilOver(talk);
    }
  };
  try {
    const calls = Promise.all(Array.from({ length: CALLERS }, call));
    await killAgainAndAgain({ scene, load, kills });
    load.isOver = true;
    await calls;
    await finishTalks(scene.caller, talks);
    const problems = findUnserved(talks);
    return await conclude({ name: 'random kills', scene, engine, faults: kills, startedMs, problems });
  } finally {
    load.isOver = true;
    await scene.close();
  }
}

interface Load {
  isOver: boolean;
  /** The process that callers reach, as soon as it listens. */
  service: Promise<ServiceProcess>;
}

interface Killing {
  readonly scene: Scene;
  readonly load: Load;
  readonly kills: number;
}

async function killAgainAndAgain({ scene, load, kills }: Killing): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const service = await load.service;
    await sleep(randomInt(20, LONGEST_LIFE_MS));
    await service.kill();
    load.service = scene.startService();
  }
  await load.service;
}

/** Callers whose cards must stay as they are: one who says no, and one whose number nobody vouches for. */
async function sayNoSometimes(scene: Scene, card: SeededCard): Promise<void> {
  if (randomInt(2) === 0) {
    const asked = await scene.caller.propose(card);
    if (asked.outcome === 'ok') await scene.caller.say(card, { kind: 'decline', says: [askFor(card), 'no'] });
    return;
  }
  await scene.stranger.say(card, { kind: 'trespass', says: ['Block my credit card, it is 4111 1111 1111 1111'] });
}
