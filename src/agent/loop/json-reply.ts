import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json';
import { type ModelMessage, type ModelToolCall, type ToolDefinition } from '../../language-model/language-model';
import { JSON_REPLY_TOOL } from '../../language-model/json-reply-tool';
import { LanguageModelError } from '../../language-model/language-model-error';
import { type JsonFormat } from '../agent-turn';
import { explainMisfit } from './explain-misfit';
import { type LoopState, type Step } from './loop-state';
import { parseJson } from './parse-json';

const MOST_TRIES = 2;

type JsonReading =
  | { readonly status: 'fits'; readonly value: JsonObject }
  /** `problem` is told to the model, which may try again. */
  | { readonly status: 'unfit'; readonly problem: string };

/** An answer in JSON: what the model is offered for it, and whether what it wrote will do. */
export class JsonReply {
  readonly definition: ToolDefinition;
  private triesLeft = MOST_TRIES;

  /** @param format whose schema compiles: the edge has seen to that. */
  constructor({ schema, purpose = '' }: JsonFormat) {
    this.definition = {
      name: JSON_REPLY_TOOL,
      description:
        'Gives the answer. The caller wants it as data in this form: call this tool in place of speaking. ' + purpose,
      inputSchema: schema,
    };
  }

  /**
   * Whether a step ended with an answer. Beside other calls it is none yet: their results may change it, so the model
   * gives it again. Otherwise a limit was reached.
   */
  isAnswer({ stopReason, toolCalls }: Step): boolean {
    return (
      stopReason === 'end-turn' || (toolCalls.length > 0 && toolCalls.every(({ name }) => name === JSON_REPLY_TOOL))
    );
  }

  /**
   * Reads what the model answered in a step, be it through the tool or in plain text.
   *
   * @param filter reads what would be heard of the answer.
   * @returns the JSON text; `undefined` when the model has to try again, which `state` then asks for.
   * @throws LanguageModelError `model_output_malformed` when it has tried often enough.
   */
  take(step: Step, state: LoopState, filter: (text: string) => string): string | undefined {
    const call = step.toolCalls.find(({ name }) => name === JSON_REPLY_TOOL);
    const written = this.read(parseJson(call?.inputJson ?? step.text));
    const reading = written.status === 'fits' ? this.read(filterTexts(written.value, filter)) : written;
    if (reading.status === 'fits') return JSON.stringify(reading.value);
    this.triesLeft -= 1;
    if (this.triesLeft === 0) throw new LanguageModelError('model_output_malformed', reading.problem);
    state.history.push(...askAgain(step, call, reading.problem));
    return undefined;
  }

  private read(value: unknown): JsonReading {
    if (!isJsonObject(value)) return { status: 'unfit', problem: 'The answer must be one JSON object.' };
    const problem = explainMisfit(this.definition.inputSchema, value);
    if (problem === undefined) return { status: 'fits', value };
    return { status: 'unfit', problem: `The answer does not fit the schema: ${problem}` };
  }
}

function askAgain(step: Step, call: ModelToolCall | undefined, problem: string): readonly ModelMessage[] {
  if (call === undefined) {
    return [
      { role: 'assistant', text: step.text, toolCalls: [] },
      { role: 'user', text: `${problem} Answer with the tool ${JSON_REPLY_TOOL}.` },
    ];
  }
  return [
    { role: 'assistant', text: step.text, toolCalls: [call] },
    { role: 'tool', results: [{ toolCallId: call.id, output: problem, isError: true }] },
  ];
}

/** Reads each text within a value through a filter; keys are the schema's or the model's, and no speech. */
function filterTexts(value: JsonValue, filter: (text: string) => string): JsonValue {
  if (typeof value === 'string') return filter(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => filterTexts(item, filter));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filterTexts(item, filter)]));
}
