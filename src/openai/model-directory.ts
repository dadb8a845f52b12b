import { Injectable } from '@nestjs/common';
import { AgentService, type ServedModel } from '../agent/agent.service';
import { AppConfig } from '../config/app-config';
import { OpenAiError } from './errors/openai-error';

const LONGEST_NAME_SHOWN = 100;

/** Which model names the endpoint knows. */
@Injectable()
export class ModelDirectory {
  readonly models: readonly ServedModel[];
  private readonly acceptsAnyName: boolean;

  constructor(agent: AgentService, config: AppConfig) {
    this.models = [agent.model];
    this.acceptsAnyName = config.modelNames === 'lenient';
  }

  /** @throws OpenAiError 404 `model_not_found`. */
  get(id: string): ServedModel {
    const model = this.find(id);
    if (model === undefined) throw toUnknownModelError(id, 'model');
    return model;
  }

  /**
   * Lets a request through whose model name is served: any name, or with `MODEL_NAMES=strict` only a known one.
   *
   * @throws OpenAiError 400 when strict and no name is given, 404 `model_not_found` for an unknown one.
   */
  assertServed(name: string | null | undefined): void {
    if (this.acceptsAnyName) return;
    if (name === undefined || name === null) {
      throw new OpenAiError({ status: 400, message: 'you must provide a model parameter' });
    }
    // OpenAI blames no parameter here, but does where a model is asked for by its path.
    if (this.find(name) === undefined) throw toUnknownModelError(name, null);
  }

  private find(id: string): ServedModel | undefined {
    return this.models.find((candidate) => candidate.id === id);
  }
}

function toUnknownModelError(id: string, param: 'model' | null): OpenAiError {
  return new OpenAiError({
    status: 404,
    message: `The model \`${id.slice(0, LONGEST_NAME_SHOWN)}\` does not exist or you do not have access to it.`,
    param,
    code: 'model_not_found',
  });
}
