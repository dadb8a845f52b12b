import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

const SEARCH_CONTEXT_SIZES = ['low', 'medium', 'high'] as const;

@ApiSchema({ name: 'ApproximateLocation' })
class ApproximateLocationDto {
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly country?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly region?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly city?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly timezone?: string | null;
}

@ApiSchema({ name: 'UserLocation' })
class UserLocationDto {
  @ApiProperty({ enum: ['approximate'] })
  @IsDefined()
  @IsIn(['approximate'])
  readonly type!: 'approximate';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ApproximateLocationDto)
  readonly approximate!: ApproximateLocationDto;
}

@ApiSchema({ name: 'WebSearchOptions' })
export class WebSearchOptionsDto {
  @ApiPropertyOptional({ enum: SEARCH_CONTEXT_SIZES, nullable: true })
  @IsOptional()
  @IsIn(SEARCH_CONTEXT_SIZES)
  readonly search_context_size?: (typeof SEARCH_CONTEXT_SIZES)[number] | null;

  @ApiPropertyOptional({ type: () => UserLocationDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => UserLocationDto)
  readonly user_location?: UserLocationDto | null;
}
