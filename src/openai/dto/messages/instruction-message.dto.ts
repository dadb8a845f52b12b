import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsOptional, IsString } from 'class-validator';
import { Content } from '../content/content.decorator';
import { TextPartDto } from '../content/text-part.dto';

const INSTRUCTION_ROLES = ['system', 'developer'] as const;

/** Adds to the rules of the bank, and cannot override them. */
@ApiSchema({ name: 'InstructionMessage' })
@ApiExtraModels(TextPartDto)
export class InstructionMessageDto {
  @ApiProperty({ enum: INSTRUCTION_ROLES })
  @IsDefined()
  @IsIn(INSTRUCTION_ROLES)
  readonly role!: (typeof INSTRUCTION_ROLES)[number];

  /** Text, an array of text parts, or null for an empty text. */
  @Content({ parts: { text: TextPartDto }, example: 'The caller is in a hurry.' })
  readonly content!: string | readonly TextPartDto[] | null;

  /** Who gives the instructions. Not used. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly name?: string | null;
}
