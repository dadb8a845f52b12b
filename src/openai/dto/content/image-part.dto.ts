import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

const IMAGE_DETAILS = ['auto', 'low', 'high', 'original'] as const;

@ApiSchema({ name: 'ImageUrl' })
export class ImageUrlDto {
  /** A `data:` URL with a PNG, JPEG, GIF or WebP image in base64. The service fetches nothing, so no other URL will do. */
  @ApiProperty({ example: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC' })
  @IsDefined()
  @IsString()
  readonly url!: string;

  /** Accepted without effect. */
  @ApiPropertyOptional({ enum: IMAGE_DETAILS, nullable: true, default: 'auto' })
  @IsOptional()
  @IsIn(IMAGE_DETAILS)
  readonly detail?: (typeof IMAGE_DETAILS)[number] | null;
}

@ApiSchema({ name: 'ImagePart' })
export class ImagePartDto {
  @ApiProperty({ enum: ['image_url'] })
  @IsDefined()
  @IsIn(['image_url'])
  readonly type!: 'image_url';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ImageUrlDto)
  readonly image_url!: ImageUrlDto;
}
