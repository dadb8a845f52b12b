import { type Violation } from '../evidence';
import { claimsSuccess } from '../rules/check-speech';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type SeededCard } from '../support/seed-cards';
import { type Cut } from '../support/send-turn';

const SETTLE_MS = 25;
const CHUNKS = 10;
const MOST_TRIES = 10;

interface HangUpPlan {
  readonly engine: Engine;
  readonly root: string;
  /** Moments: each of the first chunks of the stream, and each millisecond of the wait and of what follows it. */
  readonly points: number;
  readonly times: number;
}

/** Hangs up on a yes at every moment; afterwards the caller says it again, or goes on talking. */
export async function runHangUps({ engine, root, points, times }: HangUpPlan): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root, settleMs: SETTLE_MS });
  try {
    await scene.startService();
    const problems: Violation[] = [];
    for (let time = 0; time < times; time += 1) {
      const cards = await scene.seed(points);
      for (let start = 0; start < points; start += CHUNKS) {
        const found = await Promise.all(
          cards.slice(start, start + CHUNKS).map((card, offset) => hangUp(scene, card, toCut(start + offset))),
        );
        problems.push(...found.flat());
      }
    }
    const name = `hang-ups at ${points} points x ${times}`;
    return await conclude({ name, scene, engine, faults: points * times, startedMs, problems });
  } finally {
    await scene.close();
  }
}

function toCut(point: number): Cut {
  return point < CHUNKS ? { afterChunks: point } : { afterMs: point - CHUNKS };
}

/** @returns what the caller heard afterwards that does not agree with what was done. */
async function hangUp(scene: Scene, card: SeededCard, cut: Cut): Promise<readonly Violation[]> {
  await sayUntilAnswered(() => scene.caller.propose(card));
  await scene.caller.confirm(card, { cut });
  const hadActed = await hasActed(scene, card);
  const goesOn = card.cardId.charCodeAt(card.cardId.length - 1) % 2 === 0;
  const told = await sayUntilAnswered(() => (goesOn ? scene.caller.goOn(card) : scene.caller.confirm(card)));
  const mustTell = hadActed || !goesOn;
  if (!mustTell || claimsSuccess(told)) return [];
  const detail = `After a yes that ${hadActed ? 'had acted' : 'was repeated'} the caller heard "${told}".`;
  return [{ rule: 'told-again', detail, rows: [card.cardId] }];
}

async function sayUntilAnswered(
  say: () => Promise<{ readonly outcome: string; readonly text: string }>,
): Promise<string> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const { outcome, text } = await say();
    if (outcome === 'ok') return text;
  }
  throw new Error('The caller was not answered in ten tries.');
}

export async function hasActed({ database }: Scene, { cardId }: SeededCard): Promise<boolean> {
  const action = await database.queries
    .selectFrom('card_action')
    .where('card_id', '=', cardId)
    .select('id')
    .executeTakeFirst();
  return action !== undefined;
}
