import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module';
import { VapiModule } from '../vapi/vapi.module';
import { ChatCompletionsController } from './chat-completions.controller';
import { ModelDirectory } from './model-directory';
import { ModelsController } from './models.controller';
import { OpenAiFormatter } from './openai.formatter';

@Module({
  imports: [AgentModule, VapiModule],
  controllers: [ChatCompletionsController, ModelsController],
  providers: [OpenAiFormatter, ModelDirectory],
})
export class OpenAiModule {}
