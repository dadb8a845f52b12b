import { sql } from 'kysely';
import { conclude, type Report } from '../support/report';
import { type Engine, Scene } from '../support/scene';
import { type Fault } from '../support/service-process';
import { beginTalk, continueTalk } from '../support/talk';
import { runDuplicateStorm } from './duplicate-storm';

const SETS = 4;
const ONCE = 'one-action-per-confirmation';

interface ControlPlan {
  readonly engine: Engine;
  readonly root: string;
}

/** Takes one promise away at a time. The rule that is about it has to see that, or it would prove nothing. */
export function listNegativeControls({ engine, root }: ControlPlan): readonly (() => Promise<Report>)[] {
  const storm = { engine, root, confirmations: SETS };
  return [
    () => runDuplicateStorm({ ...storm, sabotage: 'consume-twice', prepare: dropUniqueProposal, caughtBy: ONCE }),
    () => runDuplicateStorm({ ...storm, sabotage: 'key-of-tool-call', caughtBy: ONCE }),
    () => runBroken({ engine, root, caughtBy: 'success-only-when-committed' }, { sabotage: 'answer-before-commit' }),
    () =>
      runBroken({ engine, root, caughtBy: 'audited-once' }, { sabotage: 'commit-before-audit', point: 'before_audit' }),
  ];
}

async function runBroken(
  { engine, root, caughtBy }: ControlPlan & { readonly caughtBy: string },
  fault: Fault,
): Promise<Report> {
  const startedMs = performance.now();
  const scene = await Scene.open({ engine, root });
  try {
    await scene.startService(fault);
    const talks = (await scene.seed(SETS)).map(beginTalk);
    await Promise.all(talks.map((talk) => continueTalk(scene.caller, talk)));
    const name = `control: ${fault.sabotage ?? 'none'}`;
    return await conclude({ name, scene, engine, faults: 1, startedMs, caughtBy });
  } finally {
    await scene.close();
  }
}

/** The embedded engine cannot drop a constraint, but it can have the table made anew while it is empty. */
async function dropUniqueProposal({ database, engine }: Scene): Promise<void> {
  if (engine === 'postgres') {
    await sql`alter table card_action drop constraint card_action_pending_action_id_key`.execute(database.queries);
    return;
  }
  await sql`drop table card_action`.execute(database.queries);
  await sql`create table card_action (id text primary key not null, pending_action_id text not null,
    card_id text not null, customer_id text not null, operation text not null, created_at text not null)`.execute(
    database.queries,
  );
}
