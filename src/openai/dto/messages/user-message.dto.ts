import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsOptional, IsString } from 'class-validator';
import { AudioPartDto } from '../content/audio-part.dto';
import { Content } from '../content/content.decorator';
import { FilePartDto } from '../content/file-part.dto';
import { ImagePartDto } from '../content/image-part.dto';
import { TextPartDto } from '../content/text-part.dto';

const USER_PARTS = { text: TextPartDto, image_url: ImagePartDto, input_audio: AudioPartDto, file: FilePartDto };

export type UserPart = TextPartDto | ImagePartDto | AudioPartDto | FilePartDto;

/** What the caller says. */
@ApiSchema({ name: 'UserMessage' })
@ApiExtraModels(...Object.values(USER_PARTS))
export class UserMessageDto {
  @ApiProperty({ enum: ['user'] })
  @IsDefined()
  @IsIn(['user'])
  readonly role!: 'user';

  /** Text, an array of parts, or null for an empty text. */
  @Content({ parts: USER_PARTS, example: 'What loan options are available?' })
  readonly content!: string | readonly UserPart[] | null;

  /** Who speaks. Not used. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly name?: string | null;
}
