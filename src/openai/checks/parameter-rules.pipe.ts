import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppConfig } from '../../config/app-config';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { OpenAiError } from '../errors/openai-error';
import { checkMetadata } from './check-metadata';
import { findObjections } from './find-objections';
import { leaveOut } from './leave-out';
import { type Objection } from './objection';

/**
 * Lets a chat completion pass whose reply can keep what the request asks for. A lenient service leaves out what it
 * cannot do, and answers the rest.
 */
@Injectable()
export class ParameterRulesPipe implements PipeTransform<CreateChatCompletionDto, CreateChatCompletionDto> {
  constructor(private readonly config: AppConfig) {}

  /** @throws OpenAiError 400 for the first parameter that cannot be honoured. */
  transform(body: CreateChatCompletionDto): CreateChatCompletionDto {
    switch (this.config.parameterMode) {
      case 'strict':
        return refuse(body, [...checkMetadata(body), ...findObjections(body)]);
      case 'default':
        return refuse(body, findObjections(body));
      case 'lenient':
        return tolerate(body);
    }
  }
}

function refuse(body: CreateChatCompletionDto, objections: Iterable<Objection>): CreateChatCompletionDto {
  for (const { message, param, code } of objections) throw new OpenAiError({ status: 400, message, param, code });
  return body;
}

/** Leaves out until nothing is left to object to: what is left out may have been what something else needed. */
function tolerate(body: CreateChatCompletionDto): CreateChatCompletionDto {
  const objections = [...findObjections(body)];
  refuse(
    body,
    objections.filter((objection) => objection.leaveOut === undefined),
  );
  const paths = objections.flatMap((objection) => objection.leaveOut ?? []);
  // From the last path to the first, so that no index moves before it was used.
  return paths.length === 0 ? body : tolerate(paths.reduceRight(leaveOut<CreateChatCompletionDto>, body));
}
