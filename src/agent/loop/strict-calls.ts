import { type ModelToolCall } from '../../language-model/language-model';
import { LanguageModelError } from '../../language-model/language-model-error';
import { type ClientTools } from '../agent-turn';
import { explainMisfit } from './explain-misfit';
import { type LoopState, type Step } from './loop-state';
import { parseJson } from './parse-json';

const MOST_TRIES = 2;
const NOT_MADE = 'Another call of this step was not valid, so that none was made. Make all of them again.';

/** The calls of those tools of the client whose arguments have to fit their schema. */
export class StrictCalls {
  private triesLeft = MOST_TRIES;

  constructor(private readonly client: ClientTools | undefined) {}

  /**
   * Whether the calls of a step may leave. Otherwise nothing of the step is done, and the model has to take it again,
   * which `state` then asks for.
   *
   * @throws LanguageModelError `model_output_malformed` when it has tried often enough.
   */
  accept(
    step: Step,
    { clientCalls, state }: { readonly clientCalls: readonly ModelToolCall[]; readonly state: LoopState },
  ): boolean {
    const problems = new Map(clientCalls.map((call) => [call, this.explain(call)]));
    const problem = [...problems.values()].find((found) => found !== undefined);
    if (problem === undefined) return true;
    this.triesLeft -= 1;
    if (this.triesLeft === 0 || state.stepsLeft === 0) throw new LanguageModelError('model_output_malformed', problem);
    state.history.push(
      { role: 'assistant', text: step.text, toolCalls: step.toolCalls },
      {
        role: 'tool',
        results: step.toolCalls.map((call) => ({
          toolCallId: call.id,
          output: problems.get(call) ?? NOT_MADE,
          isError: true,
        })),
      },
    );
    return false;
  }

  private explain({ name, inputJson }: ModelToolCall): string | undefined {
    if (this.client?.strictNames?.includes(name) !== true) return undefined;
    const tool = this.client.definitions.find((definition) => definition.name === name);
    const misfit = explainMisfit(tool?.inputSchema ?? {}, parseJson(inputJson === '' ? '{}' : inputJson));
    return misfit === undefined ? undefined : `The arguments of ${name} do not fit its schema: ${misfit}`;
  }
}
