import { BANK_PROMPT } from '../prompt/bank-prompt';
import { PROMPT_MARK } from '../prompt/prompt-mark';
import { PromptSecrets, PromptTripwire } from './prompt-tripwire';
import { WordSplitter } from './word-splitter';

/** What betrays the bank's own prompt. */
export const PROMPT_SECRETS = new PromptSecrets({ prompt: BANK_PROMPT, mark: PROMPT_MARK });

/** Whether a whole text of a model, such as an argument of a tool that a reply shows, repeats the system prompt. */
export function repeatsPrompt(text: string): boolean {
  const splitter = new WordSplitter();
  const tripwire = new PromptTripwire(PROMPT_SECRETS);
  return [...splitter.push(text), splitter.end()].some((word) => tripwire.trips(word));
}
