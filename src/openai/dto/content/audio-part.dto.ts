import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsString, ValidateNested } from 'class-validator';

const INPUT_AUDIO_FORMATS = ['wav', 'mp3'] as const;

@ApiSchema({ name: 'InputAudio' })
class InputAudioDto {
  /** In base64. */
  @IsDefined()
  @IsString()
  readonly data!: string;

  @ApiProperty({ enum: INPUT_AUDIO_FORMATS })
  @IsDefined()
  @IsIn(INPUT_AUDIO_FORMATS)
  readonly format!: (typeof INPUT_AUDIO_FORMATS)[number];
}

/** Refused with 400: the models of this service read no audio. */
@ApiSchema({ name: 'AudioPart' })
export class AudioPartDto {
  @ApiProperty({ enum: ['input_audio'] })
  @IsDefined()
  @IsIn(['input_audio'])
  readonly type!: 'input_audio';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => InputAudioDto)
  readonly input_audio!: InputAudioDto;
}
