import { Controller, Get, Param } from '@nestjs/common';
import type { Model } from 'openai/resources/models';
import { ApiListModels, ApiRetrieveModel } from './docs/api-models.decorator';
import { ModelDirectory } from './model-directory';
import { OpenAiFormatter } from './openai.formatter';

@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly directory: ModelDirectory,
    private readonly formatter: OpenAiFormatter,
  ) {}

  @Get()
  @ApiListModels()
  list(): { object: 'list'; data: Model[] } {
    return { object: 'list', data: this.directory.models.map((model) => this.formatter.toModel(model)) };
  }

  @Get(':id')
  @ApiRetrieveModel()
  retrieve(@Param('id') id: string): Model {
    return this.formatter.toModel(this.directory.get(id));
  }
}
