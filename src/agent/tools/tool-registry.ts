import { Inject, Injectable, Logger } from '@nestjs/common';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { CHANGE_OPERATIONS } from '../../common/operation';
import { isJsonObject, type JsonObject } from '../../common/json';
import { type ModelToolCall, type ToolDefinition } from '../../language-model/language-model';
import { LastFourGuard } from './last-four-guard';
import { StepUp } from './step-up';
import { type Tool, type ToolContext, type ToolResult } from './tool';

export const TOOLS = Symbol('the tools that run on this server');

const TOOL_TIMEOUT_MS = 2_000;
/** Stands for every name that no tool has: a model can write anything into a name, and replies and logs show names. */
export const UNKNOWN_TOOL = 'unknown_tool';

interface RegisteredTool {
  readonly tool: Tool;
  readonly validate: ValidateFunction;
}

/** Runs a call that a model made: a known tool, on input that fits its schema, within a time limit, and never throwing. */
@Injectable()
export class ToolRegistry {
  readonly definitions: readonly ToolDefinition[];
  /** Those that only look something up which concerns nobody in particular. */
  readonly informationDefinitions: readonly ToolDefinition[];
  /** Those that put no question whose yes acts. */
  readonly unaskingDefinitions: readonly ToolDefinition[];
  private readonly logger = new Logger(ToolRegistry.name);
  private readonly tools: ReadonlyMap<string, RegisteredTool>;

  constructor(
    @Inject(TOOLS) tools: readonly Tool[],
    private readonly stepUp: StepUp,
    private readonly lastFour: LastFourGuard,
  ) {
    const ajv = new Ajv({ allErrors: false, strict: true });
    this.definitions = tools.map((tool) => tool.definition);
    this.informationDefinitions = tools
      .filter(({ openOperation }) => openOperation === 'loan_information')
      .map((tool) => tool.definition);
    this.tools = new Map(
      tools.map((tool) => [tool.definition.name, { tool, validate: ajv.compile(tool.definition.inputSchema) }]),
    );
    this.unaskingDefinitions = this.definitions.filter((tool) => !this.asksCaller(tool));
  }

  has(name: string): boolean {
    return this.tools.has(name);
  }

  /** Whether the tool puts a question whose yes acts. */
  asksCaller({ name }: Pick<ModelToolCall, 'name'>): boolean {
    const operation = this.tools.get(name)?.tool.cardOperation;
    return CHANGE_OPERATIONS.some((change) => change === operation);
  }

  /** What a call is called in replies and logs. */
  nameOf(call: ModelToolCall): string {
    return this.tools.has(call.name) ? call.name : UNKNOWN_TOOL;
  }

  /** An unknown tool, bad input, a timeout or a crash is a result that the model reads, not an exception. */
  async run(call: ModelToolCall, context: ToolContext): Promise<ToolResult> {
    const registered = this.tools.get(call.name);
    if (registered === undefined) return invalidInput('There is no tool of that name.');
    const input = parseInput(call.inputJson);
    if (input === undefined) return invalidInput('The input must be one JSON object.');
    if (!registered.validate(input)) return invalidInput(describeProblem(registered.validate.errors));
    const work = this.runAllowed(registered.tool, { call, input, context });
    try {
      return await withTimeout(work, call.name);
    } catch (error) {
      this.logger.error({ err: error, tool: call.name }, 'A tool failed');
      void this.forgetQuestion(work, context);
      return { status: 'failed', output: { reason: 'The tool did not answer. Apologise and offer a person.' } };
    }
  }

  /**
   * A tool that failed, or answers too late, may have stored a question all the same. The caller hears an apology in
   * its place, and the yes to that must not be taken for a yes to the question.
   */
  private async forgetQuestion(work: Promise<ToolResult>, { card: context }: ToolContext): Promise<void> {
    try {
      await work.catch(() => undefined);
      await this.stepUp.forgetQuestion(context);
    } catch (error) {
      this.logger.error({ err: error }, 'What a failed tool proposed could not be taken back');
    }
  }

  private async runAllowed(tool: Tool, { call, input, context }: ToolRun): Promise<ToolResult> {
    const denial = await this.stepUp.findDenial(tool, context);
    if (denial !== undefined) return this.stepUp.answer(denial, context, call);
    // The schema has just shown that the input is what the tool declares.
    const result = await this.lastFour.run({ tool, input, context }, (proven) => tool.run(proven as never, context));
    return result.deniedFor === undefined ? result : this.stepUp.answer(result.deniedFor, context, call);
  }
}

interface ToolRun {
  readonly call: ModelToolCall;
  readonly input: JsonObject;
  readonly context: ToolContext;
}

function invalidInput(reason: string): ToolResult {
  return { status: 'invalid_input', output: { reason } };
}

function parseInput(inputJson: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(inputJson);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function describeProblem(errors: ValidateFunction['errors']): string {
  const problem: ErrorObject | undefined = errors?.[0];
  return `The input does not fit the schema: ${problem?.instancePath ?? ''} ${problem?.message ?? 'is not valid'}.`;
}

async function withTimeout<T>(work: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The tool ${name} did not answer within ${TOOL_TIMEOUT_MS} ms.`));
    }, TOOL_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
