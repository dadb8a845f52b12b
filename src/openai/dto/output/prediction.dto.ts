import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn } from 'class-validator';
import { Content } from '../content/content.decorator';
import { TextPartDto } from '../content/text-part.dto';

@ApiSchema({ name: 'Prediction' })
export class PredictionDto {
  @ApiProperty({ enum: ['content'] })
  @IsDefined()
  @IsIn(['content'])
  readonly type!: 'content';

  /** Text, or an array of text parts. */
  @Content({ parts: { text: TextPartDto }, example: 'Our loans are' })
  readonly content!: string | readonly TextPartDto[];
}
