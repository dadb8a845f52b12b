import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import { LIMIT } from '../../common/validation/rule-message';

const MAX_NAME_LENGTH = 64;
const MAX_ID_LENGTH = 256;

@ApiSchema({ name: 'FunctionCall' })
export class FunctionCallDto {
  @IsDefined()
  @IsString()
  @MaxLength(MAX_NAME_LENGTH, LIMIT)
  readonly name!: string;

  /** The arguments as JSON text, as the model wrote them. */
  @IsDefined()
  @IsString()
  readonly arguments!: string;
}

/** A call in an assistant message of the history. */
@ApiSchema({ name: 'ToolCall' })
export class ToolCallDto {
  @IsDefined()
  @IsString()
  @MaxLength(MAX_ID_LENGTH, LIMIT)
  readonly id!: string;

  @ApiProperty({ enum: ['function'] })
  @IsDefined()
  @IsIn(['function'])
  readonly type!: 'function';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => FunctionCallDto)
  readonly function!: FunctionCallDto;
}
