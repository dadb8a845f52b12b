import { type FinishReason } from '../../agent/agent-event';
import { type CallForm } from './call-form';

type WireReason = 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'function_call';

const CALL_REASONS: Readonly<Record<CallForm['kind'], WireReason>> = { tools: 'tool_calls', function: 'function_call' };

/**
 * As OpenAI has it, a call that the client demanded by name is nothing that the model stopped for, in either form
 * (openai/openai-node#305, vllm-project/vllm#25054).
 */
export function mapFinishReason(reason: FinishReason, { kind, isNamed }: CallForm): WireReason {
  switch (reason) {
    case 'end-turn':
      return 'stop';
    case 'max-tokens':
      return 'length';
    case 'content-filter':
      return 'content_filter';
    case 'tool-use':
      return isNamed ? 'stop' : CALL_REASONS[kind];
  }
}
