import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import { LIMIT } from '../../../common/validation/rule-message';

const MAX_NAME_LENGTH = 64;
export const MAX_CALL_ID_LENGTH = 256;

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
@ApiSchema({ name: 'FunctionToolCall' })
export class FunctionToolCallDto {
  @IsDefined()
  @IsString()
  @MaxLength(MAX_CALL_ID_LENGTH, LIMIT)
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

@ApiSchema({ name: 'CustomCall' })
class CustomCallDto {
  @IsDefined()
  @IsString()
  readonly name!: string;

  @IsDefined()
  @IsString()
  readonly input!: string;
}

/** Refused with 400: the service knows no custom tools. */
@ApiSchema({ name: 'CustomToolCall' })
export class CustomToolCallDto {
  @IsDefined()
  @IsString()
  @MaxLength(MAX_CALL_ID_LENGTH, LIMIT)
  readonly id!: string;

  @ApiProperty({ enum: ['custom'] })
  @IsDefined()
  @IsIn(['custom'])
  readonly type!: 'custom';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => CustomCallDto)
  readonly custom!: CustomCallDto;
}

export type ToolCallDto = FunctionToolCallDto | CustomToolCallDto;

export const TOOL_CALLS = { function: FunctionToolCallDto, custom: CustomToolCallDto };
