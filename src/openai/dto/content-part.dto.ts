import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsString, ValidateIf } from 'class-validator';

const CONTENT_PART_TYPES = ['text', 'refusal'] as const;

/** One part of a message whose content is an array. */
@ApiSchema({ name: 'ContentPart' })
export class ContentPartDto {
  @ApiProperty({ enum: CONTENT_PART_TYPES, example: 'text' })
  @IsDefined()
  @IsIn(CONTENT_PART_TYPES)
  readonly type!: (typeof CONTENT_PART_TYPES)[number];

  /** The text of a part of type `text`, which needs it. */
  @ValidateIf(({ type }: ContentPartDto) => type === 'text')
  @IsDefined()
  @IsString()
  readonly text?: string;

  /** The text of a part of type `refusal`, which needs it. */
  @ValidateIf(({ type }: ContentPartDto) => type === 'refusal')
  @IsDefined()
  @IsString()
  readonly refusal?: string;
}
