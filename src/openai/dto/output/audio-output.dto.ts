import { ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsString, ValidateIf, ValidateNested } from 'class-validator';
import { expecting } from '../../../common/validation/rule-message';

const AUDIO_FORMATS = ['wav', 'aac', 'mp3', 'flac', 'opus', 'pcm16'] as const;

@ApiSchema({ name: 'CustomVoice' })
export class CustomVoiceDto {
  @IsDefined()
  @IsString()
  readonly id!: string;
}

@ApiSchema({ name: 'AudioOutput' })
export class AudioOutputDto {
  @ApiProperty({ oneOf: [{ type: 'string' }, { $ref: getSchemaPath(CustomVoiceDto) }], example: 'alloy' })
  @ValidateIf(({ voice }: AudioOutputDto) => typeof voice !== 'string')
  @IsDefined()
  @IsObject(expecting('a string or object'))
  @ValidateNested()
  @Type(() => CustomVoiceDto)
  readonly voice!: string | CustomVoiceDto;

  @ApiProperty({ enum: AUDIO_FORMATS })
  @IsDefined()
  @IsIn(AUDIO_FORMATS)
  readonly format!: (typeof AUDIO_FORMATS)[number];
}
