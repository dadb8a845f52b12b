import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { type JsonObject } from '../../../common/json';
import { AsSent } from '../../../common/validation/as-sent';
import { FunctionDefinitionDto } from './function-definition.dto';

/** A function that the client runs when the model calls it. */
@ApiSchema({ name: 'FunctionTool' })
export class FunctionToolDto {
  @ApiProperty({ enum: ['function'] })
  @IsDefined()
  @IsIn(['function'])
  readonly type!: 'function';

  @ApiProperty({ type: () => FunctionDefinitionDto })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => FunctionDefinitionDto)
  readonly function!: FunctionDefinitionDto;
}

@ApiSchema({ name: 'CustomDefinition' })
class CustomDefinitionDto {
  @IsDefined()
  @IsString()
  readonly name!: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly description?: string | null;

  /** Free text, or a grammar. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true, example: { type: 'text' } })
  @IsOptional()
  @IsObject()
  @AsSent()
  readonly format?: JsonObject | null;
}

/** Refused with 400: the models of this service call functions only. */
@ApiSchema({ name: 'CustomTool' })
export class CustomToolDto {
  @ApiProperty({ enum: ['custom'] })
  @IsDefined()
  @IsIn(['custom'])
  readonly type!: 'custom';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => CustomDefinitionDto)
  readonly custom!: CustomDefinitionDto;
}

export type ToolDto = FunctionToolDto | CustomToolDto;

export const TOOLS = { function: FunctionToolDto, custom: CustomToolDto };
