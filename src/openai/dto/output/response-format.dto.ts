import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { type JsonObject } from '../../../common/json';
import { AsSent } from '../../../common/validation/as-sent';
import { FunctionName } from '../tools/function-name.decorator';

@ApiSchema({ name: 'TextFormat' })
export class TextFormatDto {
  @ApiProperty({ enum: ['text'] })
  @IsDefined()
  @IsIn(['text'])
  readonly type!: 'text';
}

/** A JSON object of any form. One of the messages must contain the word "json". */
@ApiSchema({ name: 'AnyJsonFormat' })
export class JsonObjectFormatDto {
  @ApiProperty({ enum: ['json_object'] })
  @IsDefined()
  @IsIn(['json_object'])
  readonly type!: 'json_object';
}

@ApiSchema({ name: 'JsonSchema' })
export class JsonSchemaDto {
  /** Letters, digits, underscores and hyphens. */
  @FunctionName()
  readonly name!: string;

  /** What the format is for, in words that the model understands. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly description?: string | null;

  /** A JSON Schema. Without it, any JSON object will do. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    },
  })
  @IsOptional()
  @IsObject()
  @AsSent()
  readonly schema?: JsonObject | null;

  /** Demands that each object of the schema has `additionalProperties: false` and requires all of its properties. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false })
  @IsOptional()
  @IsBoolean()
  readonly strict?: boolean | null;
}

/** JSON that satisfies a schema. */
@ApiSchema({ name: 'JsonSchemaFormat' })
export class JsonSchemaFormatDto {
  @ApiProperty({ enum: ['json_schema'] })
  @IsDefined()
  @IsIn(['json_schema'])
  readonly type!: 'json_schema';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => JsonSchemaDto)
  readonly json_schema!: JsonSchemaDto;
}

export type ResponseFormatDto = TextFormatDto | JsonObjectFormatDto | JsonSchemaFormatDto;

export const RESPONSE_FORMATS = {
  text: TextFormatDto,
  json_object: JsonObjectFormatDto,
  json_schema: JsonSchemaFormatDto,
};
