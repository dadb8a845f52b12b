import { type ModelToolCall, type ToolChoice, type ToolDefinition } from '../../language-model/language-model';
import { type ClientTools, demandsCall } from '../agent-turn';

/** What the model is offered in one step. */
export interface ToolOffering {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
}

const AUTO: ToolChoice = { type: 'auto' };
const NO_CLIENT_TOOLS: ClientTools = { definitions: [], choice: { type: 'none' }, isParallel: true, form: 'tools' };

/** The tools of one turn: the server's own, which run here, and the client's, which are passed on. */
export class TurnTools {
  private readonly offered: readonly ToolDefinition[];
  private readonly clientNames: ReadonlySet<string>;

  /**
   * @param jsonReply the tool through which the answer has to be given, where it is no speech.
   */
  constructor(
    private readonly server: readonly ToolDefinition[],
    private readonly client: ClientTools = NO_CLIENT_TOOLS,
    private readonly jsonReply?: ToolDefinition,
  ) {
    const { definitions, choice, allowedNames } = client;
    this.offered = definitions.filter(({ name }) => allowedNames?.includes(name) !== false);
    this.clientNames = new Set(choice.type === 'none' ? [] : this.offered.map(({ name }) => name));
  }

  /** Whether the turn has to end with a call of the client's tools. */
  get mustCallClient(): boolean {
    return demandsCall(this.client);
  }

  /**
   * @param isLastChance the model has used up what it may do with the server's tools: where it has to call something
   * else, it is offered nothing but that.
   */
  offer(isLastChance: boolean): ToolOffering {
    const { choice } = this.client;
    const definitions = this.offered;
    switch (choice.type) {
      case 'tool':
        return { tools: definitions.filter(({ name }) => name === choice.name), toolChoice: choice };
      case 'required':
        return { tools: isLastChance ? definitions : [...this.server, ...definitions], toolChoice: choice };
      case 'auto':
        return this.offerAnswer(definitions, isLastChance);
      case 'none':
        return this.offerAnswer([], isLastChance);
    }
  }

  /** Whether a call of a tool of the server's is one that this turn may make. */
  isServers({ name }: ModelToolCall): boolean {
    return this.client.choice.type !== 'tool' && this.server.some((tool) => tool.name === name);
  }

  isClients(call: ModelToolCall): boolean {
    return this.clientNames.has(call.name);
  }

  /** Whether what is kept beside a client's call can be found again: the deprecated form has no ids. */
  get canKeep(): boolean {
    return this.client.form === 'tools';
  }

  /** Where the client takes one call at a time, the others were never made. */
  selectClientCalls(calls: readonly ModelToolCall[]): readonly ModelToolCall[] {
    const clientCalls = calls.filter((call) => this.isClients(call));
    return this.client.isParallel ? clientCalls : clientCalls.slice(0, 1);
  }

  private offerAnswer(client: readonly ToolDefinition[], isLastChance: boolean): ToolOffering {
    if (this.jsonReply === undefined) return { tools: [...this.server, ...client], toolChoice: AUTO };
    if (isLastChance) return { tools: [this.jsonReply], toolChoice: { type: 'tool', name: this.jsonReply.name } };
    return { tools: [...this.server, ...client, this.jsonReply], toolChoice: { type: 'required' } };
  }
}
