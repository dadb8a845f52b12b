import { createHash } from 'node:crypto';
import { type ToolDefinition } from '../../language-model/language-model';
import { type AgentTurn } from '../agent-turn';
import { BANK_PROMPT } from '../prompt/bank-prompt';

const OF_ONE_REQUEST: readonly string[] = [
  'requestId',
  'endUser',
  'signal',
  'clock',
  'allowance',
] satisfies (keyof AgentTurn)[];

interface Circumstances {
  readonly modelId: string;
  readonly tools: readonly ToolDefinition[];
}

/**
 * Names a question by all that its answer depends on: the model, its rules and tools, whose question it is, the
 * messages and the sampling. What belongs to one request alone has no part in it; whatever else a turn may get, has.
 */
export function nameQuestion(turn: AgentTurn, { modelId, tools }: Circumstances): string {
  const question = Object.entries(turn).filter(([name]) => !OF_ONE_REQUEST.includes(name));
  const parts = JSON.stringify([modelId, BANK_PROMPT, tools, question]);
  return createHash('sha256').update(parts).digest('base64url');
}
