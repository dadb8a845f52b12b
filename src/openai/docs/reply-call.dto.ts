import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

/** What the client is to run. */
@ApiSchema({ name: 'ReplyFunction' })
export class ReplyFunctionDto {
  readonly name!: string;

  /** JSON text. */
  readonly arguments!: string;
}

/** A call of one of the client's tools. */
@ApiSchema({ name: 'ReplyToolCall' })
export class ReplyToolCallDto {
  readonly id!: string;

  @ApiProperty({ enum: ['function'] })
  readonly type!: 'function';

  readonly function!: ReplyFunctionDto;
}

/** A piece of such a call: the name comes with its first chunk alone. */
@ApiSchema({ name: 'DeltaFunction' })
export class DeltaFunctionDto {
  readonly name?: string;

  /** The next piece of the JSON text. */
  readonly arguments!: string;
}

@ApiSchema({ name: 'DeltaToolCall' })
export class DeltaToolCallDto {
  /** Which of the calls of this answer, from 0. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly index!: number;

  /** Only in the first chunk of a call. */
  readonly id?: string;

  /** Only in the first chunk of a call. */
  @ApiPropertyOptional({ enum: ['function'] })
  readonly type?: 'function';

  readonly function!: DeltaFunctionDto;
}
