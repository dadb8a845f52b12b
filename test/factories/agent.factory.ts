import { AgentService } from '../../src/agent/agent.service';
import { type AgentEvent } from '../../src/agent/agent-event';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { ConfirmationGate } from '../../src/agent/loop/confirmation-gate';
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
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type LanguageModel } from '../../src/language-model/language-model';

interface AgentParts {
  readonly model: LanguageModel;
  readonly creditCards: CreditCardService;
  readonly extraTools?: readonly Tool[];
  readonly confirmationSettleMs?: number;
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

/** The agent as its module wires it, around a model of the test's own. */
export function createAgent({
  model,
  creditCards,
  extraTools = [],
  confirmationSettleMs = 0,
}: AgentParts): AgentService {
  const tools = [...CARD_TOOLS.map((CardTool) => new CardTool(creditCards)), ...extraTools];
  return new AgentService(
    new ConfirmationGate(creditCards, { confirmationSettleMs }),
    new ToolLoop(model, new ToolRegistry(tools, new StepUp(creditCards))),
    model,
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
