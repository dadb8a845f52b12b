import { Controller, Get, Param } from '@nestjs/common';
import type { Model } from 'openai/resources/models';
import { ApiListModels, ApiRetrieveModel } from './docs/api-models.decorator';
import { MODELS_PATHS } from './endpoint-paths';
import { ModelDirectory } from './model-directory';
import { OpenAiFormatter } from './openai.formatter';

@Controller()
export class ModelsController {
  constructor(
    private readonly directory: ModelDirectory,
    private readonly formatter: OpenAiFormatter,
  ) {}

  @Get(MODELS_PATHS)
  @ApiListModels()
  list(): { object: 'list'; data: Model[] } {
    return { object: 'list', data: this.directory.models.map((model) => this.formatter.toModel(model)) };
  }

  @Get(MODELS_PATHS.map((path) => `${path}/:id`))
  @ApiRetrieveModel()
  retrieve(@Param('id') id: string): Model {
    return this.formatter.toModel(this.directory.get(id));
  }
}
