import { getSchemaPath } from '@nestjs/swagger';
import { type VariantClasses } from '../../common/validation/variants';

interface SchemaReference {
  readonly $ref: string;
}

/** The schemas of the classes between which a property chooses, each of them once. */
export function referTo(classes: VariantClasses): SchemaReference[] {
  return [...new Set(Object.values(classes))].map((variant) => ({ $ref: getSchemaPath(variant) }));
}
