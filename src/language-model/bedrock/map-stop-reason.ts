import { type StopReason } from '../language-model';
import { LanguageModelError } from '../language-model-error';

const STOP_REASONS: ReadonlyMap<string, StopReason> = new Map([
  ['end_turn', 'end-turn'],
  ['stop_sequence', 'end-turn'],
  ['tool_use', 'tool-use'],
  ['max_tokens', 'max-tokens'],
  ['model_context_window_exceeded', 'max-tokens'],
  ['content_filtered', 'content-filter'],
  ['guardrail_intervened', 'content-filter'],
]);

const MALFORMED: ReadonlySet<string> = new Set(['malformed_tool_use', 'malformed_model_output']);

/**
 * Reads Bedrock's stop reason; one that is not known yet counts as the end of the turn.
 *
 * @throws LanguageModelError `model_output_malformed` when the model wrote something that Bedrock could not read.
 */
export function mapStopReason(stopReason: string | undefined): StopReason {
  if (stopReason !== undefined && MALFORMED.has(stopReason)) {
    throw new LanguageModelError('model_output_malformed', `The model stopped with ${stopReason}.`);
  }
  return STOP_REASONS.get(stopReason ?? '') ?? 'end-turn';
}
