import { AgentService } from '../../src/agent/agent.service';
import { type AgentEvent } from '../../src/agent/agent-event';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { AnswerCache } from '../../src/agent/cache/answer-cache';
import { QuestionNames } from '../../src/agent/cache/question-names';
import { ConfirmationGate } from '../../src/agent/loop/confirmation-gate';
import { EmergencyDialogue } from '../../src/agent/emergency/emergency-dialogue';
import { PasscodeGate } from '../../src/agent/loop/passcode-gate';
import { ServerCalls } from '../../src/agent/loop/server-calls';
import { ToolLoop } from '../../src/agent/loop/tool-loop';
import { ActivateCardTool } from '../../src/agent/tools/credit-card/activate-card.tool';
import { BlockCardTool } from '../../src/agent/tools/credit-card/block-card.tool';
import { DisputeTransactionTool } from '../../src/agent/tools/credit-card/dispute-transaction.tool';
import { GetCardBalanceTool } from '../../src/agent/tools/credit-card/get-card-balance.tool';
import { GetReplacementStatusTool } from '../../src/agent/tools/credit-card/get-replacement-status.tool';
import { ListCardTransactionsTool } from '../../src/agent/tools/credit-card/list-card-transactions.tool';
import { ListCardsTool } from '../../src/agent/tools/credit-card/list-cards.tool';
import { ReplaceCardTool } from '../../src/agent/tools/credit-card/replace-card.tool';
import { ReportCardLostTool } from '../../src/agent/tools/credit-card/report-card-lost.tool';
import { UnblockCardTool } from '../../src/agent/tools/credit-card/unblock-card.tool';
import { StepUp } from '../../src/agent/tools/step-up';
import { type Tool } from '../../src/agent/tools/tool';
import { ToolRegistry } from '../../src/agent/tools/tool-registry';
import { TransferToHumanTool } from '../../src/agent/tools/transfer-to-human.tool';
import { LastFourGuard } from '../../src/agent/tools/last-four-guard';
import { SendPasscodeTool } from '../../src/agent/tools/send-passcode.tool';
import { Clock } from '../../src/common/clock';
import { KeyedDigest } from '../../src/common/keyed-digest';
import { RedisConnection } from '../../src/common/redis/redis-connection';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type Database } from '../../src/database/database';
import { type IdentityService } from '../../src/identity/identity.service';
import { type LanguageModel } from '../../src/language-model/language-model';
import { ResponseCache } from '../../src/response-cache/response-cache';
import { createCardService } from './card-service.factory';
import { createConversationService } from './conversation-service.factory';
import { createIdentityService } from './identity-service.factory';

interface AgentParts {
  readonly model: LanguageModel;
  readonly database: Database;
  readonly creditCards?: CreditCardService;
  readonly identity?: IdentityService;
  readonly extraTools?: readonly Tool[];
  readonly confirmationSettleMs?: number;
  /** Off when absent. */
  readonly cache?: ResponseCache;
  /** Under a secret of its own when absent. */
  readonly digest?: KeyedDigest;
}

const CARD_TOOLS = [
  ActivateCardTool,
  BlockCardTool,
  DisputeTransactionTool,
  GetCardBalanceTool,
  GetReplacementStatusTool,
  ListCardTransactionsTool,
  ListCardsTool,
  ReplaceCardTool,
  ReportCardLostTool,
  UnblockCardTool,
  TransferToHumanTool,
];

/** In memory. */
export function createCache(responseCacheTtlSeconds: number, clock = new Clock()): ResponseCache {
  return new ResponseCache({ responseCacheTtlSeconds }, new RedisConnection({ redisUrl: undefined }), clock);
}

/** The agent as its module wires it, around a model of the test's own. */
export function createAgent({
  model,
  database,
  extraTools = [],
  confirmationSettleMs = 0,
  cache = createCache(0),
  digest = new KeyedDigest({ passcodes: {} }),
  ...parts
}: AgentParts): AgentService {
  const creditCards = parts.creditCards ?? createCardService(database);
  const identity = parts.identity ?? createIdentityService(database).service;
  const stepUp = new StepUp(creditCards, identity);
  const tools = new ToolRegistry(
    [...CARD_TOOLS.map((CardTool) => new CardTool(creditCards)), new SendPasscodeTool(stepUp), ...extraTools],
    stepUp,
    new LastFourGuard(identity, creditCards),
  );
  return new AgentService(
    identity,
    new PasscodeGate(identity, tools),
    new ConfirmationGate(creditCards, stepUp, { confirmationSettleMs }),
    new ToolLoop(model, tools, new ServerCalls(tools, createConversationService(database))),
    new EmergencyDialogue(tools, creditCards),
    model,
    tools,
    new AnswerCache(cache, new QuestionNames(digest, model, tools), model),
  );
}

export function createTurn(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): AgentTurn {
  return {
    messages,
    sampling: {},
    mayAssertCaller: true,
    actor: 'caller',
    conversationOwner: 'acme/asserted',
    requestId: 'req_test',
    signal: new AbortController().signal,
    ...rest,
  };
}

export const user = (text: string): TurnMessage => ({ role: 'user', text });
export const assistant = (text: string): TurnMessage => ({ role: 'assistant', text, toolCalls: [] });

export interface PlayedTurn {
  readonly text: string;
  /** `tool:status` in order. */
  readonly actions: readonly string[];
  readonly events: readonly AgentEvent[];
}

export async function play(events: AsyncIterable<AgentEvent>): Promise<PlayedTurn> {
  const all: AgentEvent[] = [];
  for await (const event of events) all.push(event);
  return {
    text: all.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''),
    actions: all.flatMap((event) => (event.type === 'tool-result' ? [`${event.tool}:${event.status}`] : [])),
    events: all,
  };
}
