import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { maskExcerpt } from '../../common/card-data/mask-excerpt';
import { isJsonObject } from '../../common/json';
import { AppConfig } from '../../config/app-config';
import { CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { OpenAiError } from '../errors/openai-error';

/**
 * Refuses fields that the API does not have, where the service is strict. It reads the body as it was sent, since
 * validation drops what it does not know.
 */
@Injectable()
export class UnknownArgumentsInterceptor implements NestInterceptor {
  private readonly isStrict: boolean;
  private readonly known = listParameters();

  constructor(config: AppConfig) {
    this.isStrict = config.parameterMode === 'strict';
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.isStrict) this.refuseUnknown(context.switchToHttp().getRequest<FastifyRequest>().body);
    return next.handle();
  }

  /** @throws OpenAiError 400, as OpenAI words it. */
  private refuseUnknown(body: unknown): void {
    const unknown = Object.keys(isJsonObject(body) ? body : {}).find((name) => !this.known.has(name));
    if (unknown === undefined) return;
    throw new OpenAiError({
      status: 400,
      message: `Unrecognized request argument supplied: ${maskExcerpt(unknown)}`,
    });
  }
}

/** Whatever the DTO has a rule for. */
function listParameters(): ReadonlySet<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(CreateChatCompletionDto, '', true, false);
  return new Set(rules.map(({ propertyName }) => propertyName));
}
