import { ApiExtraModels, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsString, MaxLength } from 'class-validator';
import { LIMIT } from '../../../common/validation/rule-message';
import { Content } from '../content/content.decorator';
import { TextPartDto } from '../content/text-part.dto';
import { MAX_CALL_ID_LENGTH } from './tool-call.dto';

/** The result of a call. */
@ApiSchema({ name: 'ToolMessage' })
@ApiExtraModels(TextPartDto)
export class ToolMessageDto {
  @ApiProperty({ enum: ['tool'] })
  @IsDefined()
  @IsIn(['tool'])
  readonly role!: 'tool';

  /** Text, an array of text parts, or null for an empty text. */
  @Content({ parts: { text: TextPartDto }, example: '{"celsius":21}' })
  readonly content!: string | readonly TextPartDto[] | null;

  /** Which call this answers. */
  @IsDefined()
  @IsString()
  @MaxLength(MAX_CALL_ID_LENGTH, LIMIT)
  readonly tool_call_id!: string;
}
