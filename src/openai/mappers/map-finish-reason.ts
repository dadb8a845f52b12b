import { type FinishReason } from '../../agent/agent-event';
import { type CallForm } from './call-form';

type WireReason = 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'function_call';

/** As OpenAI has it, a call that the client demanded by name is nothing that the model stopped for. */
const CALL_REASONS: Readonly<Record<CallForm, WireReason>> = {
  tools: 'tool_calls',
  'named-tool': 'stop',
  function: 'function_call',
};

export function mapFinishReason(reason: FinishReason, form: CallForm): WireReason {
  switch (reason) {
    case 'end-turn':
      return 'stop';
    case 'max-tokens':
      return 'length';
    case 'content-filter':
      return 'content_filter';
    case 'tool-use':
      return CALL_REASONS[form];
  }
}
