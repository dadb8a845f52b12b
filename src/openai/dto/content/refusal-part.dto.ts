import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsString } from 'class-validator';

/** What an assistant said when it refused. */
@ApiSchema({ name: 'RefusalPart' })
export class RefusalPartDto {
  @ApiProperty({ enum: ['refusal'] })
  @IsDefined()
  @IsIn(['refusal'])
  readonly type!: 'refusal';

  @ApiProperty({ example: 'I cannot help with that.' })
  @IsDefined()
  @IsString()
  readonly refusal!: string;
}
