import { ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { expecting, LIMIT } from '../../common/validation/rule-message';
import { Variants } from '../../common/validation/variants';
import { referTo } from './refer-to';
import { DeprecatedFunctionDto } from './tools/function-definition.dto';
import {
  MAX_TOOLS,
  NamedFunctionDto,
  TOOL_CHOICE_WORDS,
  TOOL_CHOICES,
  type ToolChoiceDto,
} from './tools/tool-choice.dto';
import { type ToolDto, TOOLS } from './tools/tool.dto';

export const FUNCTION_CALL_WORDS = ['none', 'auto'] as const;
export type FunctionCallChoiceDto = (typeof FUNCTION_CALL_WORDS)[number] | NamedFunctionDto;

/** What the model may call at the client's side. */
export class ToolParametersDto {
  /** Honoured. The client's tools. Functions only: custom tools are refused. */
  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: referTo(TOOLS) },
    nullable: true,
    maxItems: MAX_TOOLS,
    example: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } }],
  })
  @IsOptional()
  @IsArray(expecting('an array of objects'))
  @ArrayMaxSize(MAX_TOOLS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Variants('type', TOOLS)
  readonly tools?: readonly ToolDto[] | null;

  /** Honoured. Which of `tools` the model may or must call; `auto` where there are any. */
  @ApiPropertyOptional({
    nullable: true,
    oneOf: [{ type: 'string', enum: [...TOOL_CHOICE_WORDS] }, ...referTo(TOOL_CHOICES)],
    example: 'auto',
  })
  @IsOptional()
  @ValidateIf(({ tool_choice: choice }: ToolParametersDto) => typeof choice !== 'string')
  @IsObject(expecting('a string or object'))
  @ValidateNested()
  @Variants('type', TOOL_CHOICES)
  readonly tool_choice?: ToolChoiceDto | null;

  /** Honoured. Whether the model may call more than one of `tools` at a time; only with `tools`. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: true, example: true })
  @IsOptional()
  @IsBoolean()
  readonly parallel_tool_calls?: boolean | null;

  /** Honoured. The deprecated form of `tools`; the two cannot be mixed. */
  @ApiPropertyOptional({
    type: () => [DeprecatedFunctionDto],
    nullable: true,
    minItems: 1,
    maxItems: MAX_TOOLS,
    deprecated: true,
    example: [{ name: 'get_weather', parameters: { type: 'object', properties: {} } }],
  })
  @IsOptional()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_TOOLS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DeprecatedFunctionDto)
  readonly functions?: readonly DeprecatedFunctionDto[] | null;

  /** Honoured. The deprecated form of `tool_choice`; only with `functions`. */
  @ApiPropertyOptional({
    nullable: true,
    oneOf: [{ type: 'string', enum: [...FUNCTION_CALL_WORDS] }, { $ref: getSchemaPath(NamedFunctionDto) }],
    deprecated: true,
    example: 'auto',
  })
  @IsOptional()
  @ValidateIf(({ function_call: choice }: ToolParametersDto) => typeof choice !== 'string')
  @IsObject(expecting('a string or object'))
  @ValidateNested()
  @Type(() => NamedFunctionDto)
  readonly function_call?: FunctionCallChoiceDto | null;
}
