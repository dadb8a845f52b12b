import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsObject,
  IsString,
  ValidateNested,
} from 'class-validator';
import { expecting, LIMIT } from '../../../common/validation/rule-message';
import { FunctionName } from './function-name.decorator';

export const TOOL_CHOICE_WORDS = ['none', 'auto', 'required'] as const;
const ALLOWED_TOOLS_MODES = ['auto', 'required'] as const;
export const MAX_TOOLS = 128;

@ApiSchema({ name: 'NamedFunction' })
export class NamedFunctionDto {
  @FunctionName()
  readonly name!: string;
}

/** The one function that the model must call. */
@ApiSchema({ name: 'FunctionChoice' })
export class FunctionChoiceDto {
  @ApiProperty({ enum: ['function'] })
  @IsDefined()
  @IsIn(['function'])
  readonly type!: 'function';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => NamedFunctionDto)
  readonly function!: NamedFunctionDto;
}

@ApiSchema({ name: 'AllowedTools' })
export class AllowedToolsDto {
  /** Whether the model may answer without a call. */
  @ApiProperty({ enum: ALLOWED_TOOLS_MODES })
  @IsDefined()
  @IsIn(ALLOWED_TOOLS_MODES)
  readonly mode!: (typeof ALLOWED_TOOLS_MODES)[number];

  /** Functions out of `tools`. */
  @ApiProperty({ type: () => [FunctionChoiceDto], minItems: 1, maxItems: MAX_TOOLS })
  @IsDefined()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_TOOLS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FunctionChoiceDto)
  readonly tools!: readonly FunctionChoiceDto[];
}

/** The only functions that the model may call. */
@ApiSchema({ name: 'AllowedToolsChoice' })
export class AllowedToolsChoiceDto {
  @ApiProperty({ enum: ['allowed_tools'] })
  @IsDefined()
  @IsIn(['allowed_tools'])
  readonly type!: 'allowed_tools';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => AllowedToolsDto)
  readonly allowed_tools!: AllowedToolsDto;
}

@ApiSchema({ name: 'NamedCustomTool' })
class NamedCustomToolDto {
  @IsDefined()
  @IsString()
  readonly name!: string;
}

/** Refused with 400, like custom tools themselves. */
@ApiSchema({ name: 'CustomToolChoice' })
export class CustomToolChoiceDto {
  @ApiProperty({ enum: ['custom'] })
  @IsDefined()
  @IsIn(['custom'])
  readonly type!: 'custom';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => NamedCustomToolDto)
  readonly custom!: NamedCustomToolDto;
}

export type ToolChoiceWord = (typeof TOOL_CHOICE_WORDS)[number];
export type ToolChoiceDto = ToolChoiceWord | FunctionChoiceDto | AllowedToolsChoiceDto | CustomToolChoiceDto;

export const TOOL_CHOICES = {
  function: FunctionChoiceDto,
  allowed_tools: AllowedToolsChoiceDto,
  custom: CustomToolChoiceDto,
};
