import { type JsonObject } from '../../../common/json';
import { type ToolDefinition } from '../../language-model';
import { TERMS_WITHOUT_TOPIC } from '../data/words-without-topic';
import { type ToolCall } from '../dialogue/dialogue-state';
import { toTerms } from '../intent/to-terms';
import { HeardWords } from './heard-words';
import { type FillingRules, SchemaFiller } from './schema-filler';
import { SchemaReader } from './schema-reader';
import { splitName } from './split-name';

const MOST_CALLS = 8;
/** So many of the likeliest tools are tried, since one form takes time. */
const MOST_TRIED = 3;
/** A name says more of a tool than its description does. */
const NAME_WEIGHT = 3;
const LONGEST_DESCRIPTION = 2_000;

interface Filling {
  readonly input: JsonObject;
  readonly variants: number;
  readonly isSentenceGiven: boolean;
}

/** Tools that the dialogue knows nothing of: only their words and their schemas tell what they are for. */
export class ForeignTools {
  constructor(private readonly tools: readonly ToolDefinition[]) {}

  get isEmpty(): boolean {
    return this.tools.length === 0;
  }

  /** Calls of the tool that the words speak of, if they say all that it needs; several where they name several values. */
  callSpokenOf(text: string): readonly ToolCall[] {
    for (const tool of this.rank(text).slice(0, MOST_TRIED)) {
      const calls = callTool(tool, text, false);
      if (calls.length > 0) return calls;
    }
    return [];
  }

  /** Calls of the likeliest tool, whatever was said. */
  callLikeliest(text: string): readonly ToolCall[] {
    const tool = this.rank(text)[0] ?? this.tools[0];
    return tool === undefined ? [] : callTool(tool, text, true);
  }

  /** Those tools of which the text has a word, likeliest first. */
  private rank(text: string): readonly ToolDefinition[] {
    const heard = new Set(listTopicTerms(text));
    return this.tools
      .map((tool) => ({ tool, score: scoreOf(tool, heard) }))
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score)
      .map(({ tool }) => tool);
  }
}

/** Calls one tool; without words for something that it needs, only when it has to be called. */
export function callTool(tool: ToolDefinition, text: string, isForced: boolean): readonly ToolCall[] {
  const calls: ToolCall[] = [];
  let variants = 1;
  for (let variant = 0; variant < Math.min(variants, MOST_CALLS); variant += 1) {
    const filling = fillTool(tool, { text, variant, rules: { isForced } });
    if (filling === undefined) return [];
    variants = filling.variants;
    calls.push({ name: tool.name, input: filling.input });
  }
  return calls;
}

/** One call with `sentence` in the first text of the tool's that has room for it; cut, where none has. */
export function callWithSentence(tool: ToolDefinition, text: string, sentence: string): ToolCall {
  const fill = (mayCut: boolean): Filling | undefined =>
    fillTool(tool, { text, variant: 0, rules: { isForced: true, sentence, mayCut } });
  const whole = fill(false);
  const filling = whole?.isSentenceGiven === true ? whole : fill(true);
  return { name: tool.name, input: filling?.input ?? {} };
}

function fillTool(
  tool: ToolDefinition,
  { text, variant, rules }: { readonly text: string; readonly variant: number; readonly rules: FillingRules },
): Filling | undefined {
  const heard = new HeardWords(text, variant);
  const filler = new SchemaFiller(new SchemaReader(tool.inputSchema), heard, rules);
  const input = filler.fill();
  return input === undefined ? undefined : { input, variants: heard.variants, isSentenceGiven: filler.isSentenceGiven };
}

function scoreOf({ name, description }: ToolDefinition, heard: ReadonlySet<string>): number {
  const ofName = new Set(listTopicTerms(splitName(name)));
  const ofDescription = new Set(listTopicTerms(description.slice(0, LONGEST_DESCRIPTION)));
  let score = 0;
  for (const term of heard) score += ofName.has(term) ? NAME_WEIGHT : ofDescription.has(term) ? 1 : 0;
  return score;
}

function listTopicTerms(text: string): readonly string[] {
  return toTerms(text).filter((term) => term !== '#' && !term.includes(' ') && !TERMS_WITHOUT_TOPIC.has(term));
}
