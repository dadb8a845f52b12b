import { Logger, Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { BedrockModel } from './bedrock/bedrock-model';
import { EmbeddedDialogModel } from './embedded/embedded-dialog-model';
import { LanguageModel } from './language-model';

@Module({
  providers: [{ provide: LanguageModel, inject: [AppConfig], useFactory: createLanguageModel }],
  exports: [LanguageModel],
})
export class LanguageModelModule {}

/** The configured model, and never another one in its place: a bank must know who speaks for it. */
function createLanguageModel({ model }: AppConfig): LanguageModel {
  const logger = new Logger(LanguageModelModule.name);
  if (model.provider === 'bedrock') {
    logger.log({ model: model.modelId, region: model.region }, 'Answers come from Amazon Bedrock');
    return new BedrockModel(model);
  }
  const embedded = new EmbeddedDialogModel();
  logger.warn(
    { model: embedded.id },
    'Answers come from a rule-based demo model, English only, not a language model. Set MODEL to use Amazon Bedrock.',
  );
  return embedded;
}
