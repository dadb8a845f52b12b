import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

@ApiSchema({ name: 'InputFile' })
class InputFileDto {
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly file_id?: string | null;

  /** In base64. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly file_data?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly filename?: string | null;
}

/** Refused with 400: the service keeps no files, and its models read none. */
@ApiSchema({ name: 'FilePart' })
export class FilePartDto {
  @ApiProperty({ enum: ['file'] })
  @IsDefined()
  @IsIn(['file'])
  readonly type!: 'file';

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => InputFileDto)
  readonly file!: InputFileDto;
}
