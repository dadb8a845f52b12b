import { checkActions } from './rules/check-actions';
import { checkBooks } from './rules/check-books';
import { checkCallers } from './rules/check-callers';
import { checkSecrets } from './rules/check-secrets';
import { checkSpeech } from './rules/check-speech';
import { type Evidence, type Violation } from './evidence';

/** Every contradiction between what was stored, done, logged and said. */
export function checkInvariants(evidence: Evidence): readonly Violation[] {
  return [
    ...checkActions(evidence),
    ...checkBooks(evidence),
    ...checkCallers(evidence),
    ...checkSpeech(evidence),
    ...checkSecrets(evidence),
  ];
}
