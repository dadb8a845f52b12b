import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { type JsonObject } from '../../../common/json';
import { AsSent } from '../../../common/validation/as-sent';
import { LIMIT } from '../../../common/validation/rule-message';
import { FunctionName } from './function-name.decorator';

const MAX_DESCRIPTION_LENGTH = 1_024;

/** A function of the client's, in the deprecated form; the newer form adds `strict`. */
@ApiSchema({ name: 'DeprecatedFunction' })
export class DeprecatedFunctionDto {
  /** Letters, digits, underscores and hyphens. */
  @FunctionName()
  readonly name!: string;

  /** When to call the function, in words that the model understands. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_DESCRIPTION_LENGTH })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH, LIMIT)
  readonly description?: string | null;

  /** A JSON Schema of `type` `object`. Without it the function takes no arguments. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  @IsOptional()
  @IsObject()
  @AsSent()
  readonly parameters?: JsonObject | null;
}

@ApiSchema({ name: 'FunctionDefinition' })
export class FunctionDefinitionDto extends DeprecatedFunctionDto {
  /**
   * Demands closed `parameters`, as in a `json_schema`. The arguments fit them then, or the reply is an error. Otherwise
   * nothing checks them.
   */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false })
  @IsOptional()
  @IsBoolean()
  readonly strict?: boolean | null;
}
