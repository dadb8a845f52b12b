import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { expecting, LIMIT } from '../../../common/validation/rule-message';
import { type VariantClasses, Variants } from '../../../common/validation/variants';
import { referTo } from '../refer-to';

const MAX_CONTENT_PARTS = 256;

interface WithContent {
  readonly content?: unknown;
}

interface ContentRules<Message extends WithContent> {
  /** The parts that this role may send, by their type. */
  readonly parts: VariantClasses;
  readonly example: string;
  /** For a role whose content may be absent: whether that of this message may. */
  readonly mayBeAbsent?: (message: Message) => boolean;
}

/** The content of a message: text, an array of parts, or null, which is how voice platforms write an empty text. */
export function Content<Message extends WithContent>({
  parts,
  example,
  mayBeAbsent,
}: ContentRules<Message>): PropertyDecorator {
  const isAbsentByRight = (message: Message): boolean =>
    message.content === undefined && mayBeAbsent?.(message) === true;
  return applyDecorators(
    ApiProperty(describeContent(parts, { example, nullable: true, ...(mayBeAbsent && { required: false }) })),
    ValidateIf(
      (message: Message) =>
        typeof message.content !== 'string' && message.content !== null && !isAbsentByRight(message),
    ),
    IsDefined(),
    IsArray(expecting('a string or array of objects')),
    ArrayMinSize(1, LIMIT),
    ArrayMaxSize(MAX_CONTENT_PARTS, LIMIT),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Variants('type', parts),
  );
}

function describeContent(parts: VariantClasses, options: ApiPropertyOptions): ApiPropertyOptions {
  const schemas = referTo(parts);
  const [only] = schemas;
  const items = schemas.length === 1 && only !== undefined ? only : { oneOf: schemas };
  return {
    ...options,
    oneOf: [{ type: 'string' }, { type: 'array', items, minItems: 1, maxItems: MAX_CONTENT_PARTS }],
  };
}
