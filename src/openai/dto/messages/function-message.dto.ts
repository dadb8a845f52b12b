import { ApiExtraModels, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsString } from 'class-validator';
import { Content } from '../content/content.decorator';
import { TextPartDto } from '../content/text-part.dto';

/** The deprecated form of a tool message: the result of a function. */
@ApiSchema({ name: 'FunctionMessage' })
@ApiExtraModels(TextPartDto)
export class FunctionMessageDto {
  @ApiProperty({ enum: ['function'] })
  @IsDefined()
  @IsIn(['function'])
  readonly role!: 'function';

  /** Text, an array of text parts, or null. */
  @Content({ parts: { text: TextPartDto }, example: '{"celsius":21}', mayBeAbsent: () => true })
  readonly content?: string | readonly TextPartDto[] | null;

  /** The function that was called. */
  @IsDefined()
  @IsString()
  readonly name!: string;
}
