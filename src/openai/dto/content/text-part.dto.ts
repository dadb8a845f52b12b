import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsString } from 'class-validator';

@ApiSchema({ name: 'TextPart' })
export class TextPartDto {
  @ApiProperty({ enum: ['text'] })
  @IsDefined()
  @IsIn(['text'])
  readonly type!: 'text';

  @ApiProperty({ example: 'What loan options are available?' })
  @IsDefined()
  @IsString()
  readonly text!: string;
}
