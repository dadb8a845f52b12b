import { setTimeout as sleep } from 'node:timers/promises';
import { type Violation } from '../evidence';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type FailPoint, type ServiceProcess } from '../support/service-process';
import { beginTalk, continueTalk, finishTalks, type Talk } from '../support/talk';

const CARDS_PER_RUN = 3;
const LATEST_HIT = 3;
const SHUTDOWN_MS = 30;
const TELLING_MS = 300;

interface FailPointPlan {
  readonly engine: Engine;
  readonly root: string;
  readonly points: readonly FailPoint[];
  /** Kills at each point. */
  readonly runs: number;
}

/** Kills the service at named points of its work, starts it again, and lets callers say what was not answered again. */
export async function runFailPoints({ engine, root, points, runs }: FailPointPlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root, hasBank: true });
  const talks: Talk[] = [];
  let kills = 0;
  try {
    for (const point of points) {
      for (let run = 0; run < runs; run += 1) {
        kills += (await killAt(point, { scene, talks, hit: 1 + (run % LATEST_HIT) })) ? 1 : 0;
      }
    }
    await scene.startService();
    await finishTalks(scene.caller, talks);
    const problems = kills === points.length * runs ? [] : [missedKills(points.length * runs - kills)];
    return await conclude({
      name: `killed ${points.length === 1 ? points.join() : 'at each fail point'} x ${runs}`,
      scene,
      engine,
      faults: kills,
      startedMs,
      problems: [...problems, ...findUnserved(talks)],
    });
  } finally {
    await scene.close();
  }
}

interface KillPlan {
  readonly scene: Scene;
  /** Grows by those of this run. */
  readonly talks: Talk[];
  readonly hit: number;
}

/** @returns whether the process died of it. */
async function killAt(point: FailPoint, { scene, talks, hit }: KillPlan): Promise<boolean> {
  const MOST_ROUNDS = 8;
  const service = await scene.startService({ point, hit, shutdownMs: 1 + Math.random() * SHUTDOWN_MS });
  for (let round = 0; round < MOST_ROUNDS && service.isRunning; round += 1) {
    talks.push(...(await scene.seed(CARDS_PER_RUN)).map(beginTalk));
    const open = talks.filter(({ step }) => step !== 'over');
    const talking = Promise.all(open.map((talk) => continueTalk(scene.caller, talk)));
    if (point === 'during_shutdown') await terminateSoon(service);
    await Promise.race([talking, service.exited]);
    await talking;
    // What the bank is told, it may be told after the last answer.
    if (point === 'after_bank_send_before_mark') await Promise.race([service.exited, sleep(TELLING_MS)]);
  }
  const signal = service.isRunning ? null : await service.exited;
  await service.kill();
  return signal === 'SIGKILL';
}

async function terminateSoon(service: ServiceProcess): Promise<void> {
  const LATEST_MS = 120;
  await sleep(Math.random() * LATEST_MS);
  service.terminate();
  await service.exited;
}

function missedKills(count: number): Violation {
  return { rule: 'harness', detail: `${count} fail points were never reached.`, rows: [] };
}

/** Everybody who said yes to a question in time has to get what they said yes to, however often it broke. */
export function findUnserved(talks: readonly Talk[]): readonly Violation[] {
  return talks
    .filter(({ heardSuccess }) => !heardSuccess)
    .map(({ card, step }) => ({
      rule: 'everybody-is-served',
      detail: `The caller never heard that it is done (${step}).`,
      rows: [card.cardId],
    }));
}
