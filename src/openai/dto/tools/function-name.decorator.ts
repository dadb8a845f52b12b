import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, IsString, Matches, MaxLength } from 'class-validator';
import { LIMIT } from '../../../common/validation/rule-message';

const MAX_NAME_LENGTH = 64;

/** What a function, or a format of replies, may be called. */
export function FunctionName(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ pattern: '^[a-zA-Z0-9_-]+$', maxLength: MAX_NAME_LENGTH, example: 'get_weather' }),
    IsDefined(),
    IsString(),
    Matches(/^[a-zA-Z0-9_-]+$/, LIMIT),
    MaxLength(MAX_NAME_LENGTH, LIMIT),
  );
}
