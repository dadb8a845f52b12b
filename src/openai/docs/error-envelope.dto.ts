import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type OpenAiErrorBody, type OpenAiErrorType } from '../errors/openai-error';

const ERROR_TYPES = [
  'invalid_request_error',
  'permission_error',
  'requests',
  'tokens',
  'server_error',
  'service_unavailable_error',
] as const satisfies readonly OpenAiErrorType[];

@ApiSchema({ name: 'ErrorDetails' })
class ErrorDetailsDto {
  /** For people; its wording may change. */
  readonly message!: string;

  @ApiProperty({ enum: ERROR_TYPES })
  readonly type!: OpenAiErrorType;

  /** The parameter at fault, for example `messages[0].content`. */
  readonly param!: string | null;

  /** For programs. */
  readonly code!: string | null;
}

/** Every error of the service, in the form that OpenAI clients read: always these four keys. */
@ApiSchema({ name: 'ErrorEnvelope' })
export class ErrorEnvelopeDto implements OpenAiErrorBody {
  readonly error!: ErrorDetailsDto;
}
