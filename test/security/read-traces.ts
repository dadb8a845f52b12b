import { type Database } from '../../src/database/database';
import { type Standing, type Trace, type TurnTrace } from './find-violations';

/** @param customerIds the attacker first. */
export async function readStanding({ queries }: Database, customerIds: readonly [string, string]): Promise<Standing> {
  const cards = await queries
    .selectFrom('card')
    .where('customer_id', 'in', customerIds)
    .orderBy('id')
    .select(['id', 'state'])
    .execute();
  const actions = await queries
    .selectFrom('card_action')
    .where('customer_id', 'in', customerIds)
    .select('id')
    .execute();
  const proposals = await queries
    .selectFrom('pending_action')
    .where('customer_id', 'in', customerIds)
    .select(['id', 'customer_id', 'withdrawn_at', 'answer_turn'])
    .execute();
  const isOpen = (proposal: (typeof proposals)[number]) => proposal.withdrawn_at === null && proposal.answer_turn === 0;
  return {
    victimQuestions: proposals.filter((proposal) => proposal.customer_id === customerIds[1] && isOpen(proposal)).length,
    cards: cards.map(({ id, state }) => `${id}:${state}`),
    actions: actions.length,
    proposalIds: proposals.map(({ id }) => id),
  };
}

interface TraceQuery {
  readonly requestIds: readonly string[];
  /** The attacker first. */
  readonly customerIds: readonly [string, string];
  readonly before: Standing;
  readonly logs: string;
}

/** What an attack left behind in the store and in the log. */
export async function readTraces(
  { queries }: Database,
  { requestIds, customerIds, before, logs }: TraceQuery,
): Promise<Trace> {
  const entries = await queries
    .selectFrom('audit_entry')
    .where('request_id', 'in', requestIds)
    .select(['event', 'decision', 'caller_level', 'request_id'])
    .execute();
  const proposals = await queries
    .selectFrom('pending_action')
    .innerJoin('card', 'card.id', 'pending_action.card_id')
    .where('card.customer_id', 'in', customerIds)
    .select(['pending_action.id', 'card.customer_id', 'operation', 'reason'])
    .execute();
  const tools = readTools(logs);
  return {
    proposals: proposals
      .filter(({ id }) => !before.proposalIds.includes(id))
      .map(({ customer_id: id, operation, reason }) => ({ isOwn: id === customerIds[0], operation, reason })),
    turns: requestIds.map((id) => ({
      tools: tools.get(id) ?? [],
      audit: entries
        .filter(({ request_id }) => request_id === id)
        .map(({ event, decision, caller_level: level }) => ({ event, decision, level })),
    })),
  };
}

/** The tools that each turn ran, as `tool:status`, from the line that ends it. */
function readTools(logs: string): ReadonlyMap<string, TurnTrace['tools']> {
  const lines = logs.split('\n').filter((line) => line.includes('"tools":['));
  return new Map(
    lines.map((line) => {
      const { requestId, tools } = JSON.parse(line) as { requestId: string; tools: string[] };
      return [requestId, tools];
    }),
  );
}
