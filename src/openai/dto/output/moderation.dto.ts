import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

const MODERATION_MODES = ['score', 'block'] as const;

@ApiSchema({ name: 'ModerationRule' })
class ModerationRuleDto {
  @ApiProperty({ enum: MODERATION_MODES })
  @IsDefined()
  @IsIn(MODERATION_MODES)
  readonly mode!: (typeof MODERATION_MODES)[number];
}

@ApiSchema({ name: 'ModerationPolicy' })
class ModerationPolicyDto {
  @ApiPropertyOptional({ type: () => ModerationRuleDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ModerationRuleDto)
  readonly input?: ModerationRuleDto | null;

  @ApiPropertyOptional({ type: () => ModerationRuleDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ModerationRuleDto)
  readonly output?: ModerationRuleDto | null;
}

@ApiSchema({ name: 'Moderation' })
export class ModerationDto {
  @ApiProperty({ example: 'omni-moderation-latest' })
  @IsDefined()
  @IsString()
  readonly model!: string;

  @ApiPropertyOptional({ type: () => ModerationPolicyDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ModerationPolicyDto)
  readonly policy?: ModerationPolicyDto | null;
}
