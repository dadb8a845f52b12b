import { type FinishReason } from '../../agent/agent-event';

export function mapFinishReason(reason: FinishReason): 'stop' | 'length' | 'content_filter' {
  switch (reason) {
    case 'end-turn':
      return 'stop';
    case 'max-tokens':
      return 'length';
    case 'content-filter':
      return 'content_filter';
  }
}
