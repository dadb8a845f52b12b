import { Inject, Injectable } from '@nestjs/common';
import { KeyedDigest } from '../../common/keyed-digest';
import { LanguageModel } from '../../language-model/language-model';
import { type AgentTurn } from '../agent-turn';
import { BANK_PROMPT } from '../prompt/bank-prompt';
import { ToolRegistry } from '../tools/tool-registry';

const OF_ONE_REQUEST: readonly string[] = [
  'requestId',
  'endUser',
  'signal',
  'clock',
  'allowance',
] satisfies (keyof AgentTurn)[];

/**
 * Names a question by all that its answer depends on: the model, its rules and tools, whose question it is, the
 * messages and the sampling. What belongs to one request alone has no part in it; whatever else a turn may get, has.
 * Nobody who reads the names can find out by trying what was asked.
 */
@Injectable()
export class QuestionNames {
  /** The same for all questions, and long: taken together once. */
  private readonly rules: string;

  constructor(
    private readonly digest: KeyedDigest,
    @Inject(LanguageModel) { id }: Pick<LanguageModel, 'id'>,
    @Inject(ToolRegistry) { definitions }: Pick<ToolRegistry, 'definitions'>,
  ) {
    this.rules = digest.of('rules of answers', JSON.stringify([id, BANK_PROMPT, definitions])).toString('base64url');
  }

  nameOf(turn: AgentTurn): string {
    const question = Object.entries(turn).filter(([name]) => !OF_ONE_REQUEST.includes(name));
    return this.digest.of('kept answer', JSON.stringify([this.rules, question])).toString('base64url');
  }
}
