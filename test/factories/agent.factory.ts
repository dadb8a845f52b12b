import { AgentService } from '../../src/agent/agent.service';
import { type AgentEvent } from '../../src/agent/agent-event';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { ConfirmationGate } from '../../src/agent/loop/confirmation-gate';
import { ToolLoop } from '../../src/agent/loop/tool-loop';
import { BlockCardTool } from '../../src/agent/tools/credit-card/block-card.tool';
import { ListCardsTool } from '../../src/agent/tools/credit-card/list-cards.tool';
import { type Tool } from '../../src/agent/tools/tool';
import { ToolRegistry } from '../../src/agent/tools/tool-registry';
import { TransferToHumanTool } from '../../src/agent/tools/transfer-to-human.tool';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type LanguageModel } from '../../src/language-model/language-model';

interface AgentParts {
  readonly model: LanguageModel;
  readonly creditCards: CreditCardService;
  readonly extraTools?: readonly Tool[];
}

/** The agent as its module wires it, around a model of the test's own. */
export function createAgent({ model, creditCards, extraTools = [] }: AgentParts): AgentService {
  const tools = [
    new ListCardsTool(creditCards),
    new BlockCardTool(creditCards),
    new TransferToHumanTool(),
    ...extraTools,
  ];
  return new AgentService(new ConfirmationGate(creditCards), new ToolLoop(model, new ToolRegistry(tools)), model);
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
