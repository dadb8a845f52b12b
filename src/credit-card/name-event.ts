import { type Operation } from '../common/operation';

/** What the audit calls a step of an operation: `block_card` and `proposal` become `block-card-proposal`. */
export function nameEvent(operation: Operation, step: 'reading' | 'proposal' | 'confirmation'): string {
  return `${operation.replaceAll('_', '-')}-${step}`;
}
