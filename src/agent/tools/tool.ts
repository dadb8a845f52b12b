import { type JsonObject } from '../../common/json';
import { type CallContext } from '../../common/call-context';
import { type CardOperation, type OpenOperation } from '../../common/operation';
import { type DeniedOutcome } from '../../credit-card/credit-card.outcomes';
import { type ToolDefinition } from '../../language-model/language-model';

export interface ToolContext {
  /** Who asks, in which conversation and turn; made by the server, never by the model. */
  readonly card: CallContext;
  /** What the caller has said so far, oldest first: what the model says that they said can be held against it. */
  readonly userTexts: readonly string[];
}

export interface ToolResult {
  /** Short and stable, for example `proposed` or `denied`. */
  readonly status: string;
  /** What the model reads besides the status, and what `actions` shows. */
  readonly output: JsonObject;
  /** Set when the policy refused the caller: the registry words the refusal, with the next step. */
  readonly deniedFor?: DeniedOutcome['nextStep'];
  /** The exact sentence to say. When it is present the server says it itself and the turn ends: no model rewords it. */
  readonly say?: string;
}

/**
 * A tool that runs on this server. `run` gets input that has passed `definition.inputSchema`, and nothing else of the
 * model's; each tool states as the type of `input` what its schema states in JSON.
 */
export abstract class Tool {
  abstract readonly definition: ToolDefinition;

  /** The row of the policy table that the registry asks before each run. Card tools leave it to the card service. */
  readonly openOperation?: OpenOperation;

  /** The row that the card service holds the caller to. */
  readonly cardOperation?: CardOperation;

  /** @throws only for a bug or an outage; an expected failure is a result with a status of its own. */
  abstract run(input: never, context: ToolContext): Promise<ToolResult>;
}
