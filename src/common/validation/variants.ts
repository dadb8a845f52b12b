import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { IsDefined, IsIn } from 'class-validator';
import { isJsonObject } from '../json';
import { AsSent } from './as-sent';

/** Classes by what their discriminating property says. */
export type VariantClasses = Readonly<Record<string, ClassConstructor<object>>>;

/**
 * Makes instances of the class that the discriminating property names, of one value or of each in an array. Any other
 * name is a problem of that property and of nothing else. What is no object is left for the rules on types:
 * class-transformer's own discriminator fails on a `null` inside of an array.
 */
export function Variants(property: string, classes: VariantClasses): PropertyDecorator {
  const other = refuseOthers(property, Object.keys(classes));
  const choose = (name: unknown): ClassConstructor<object> =>
    typeof name === 'string' && Object.hasOwn(classes, name) ? (classes[name] ?? other) : other;
  const convert = (value: unknown): unknown =>
    isJsonObject(value) ? plainToInstance(choose(value[property]), value) : value;
  return AsSent((sent) => (Array.isArray(sent) ? sent.map(convert) : convert(sent)));
}

function refuseOthers(property: string, names: readonly string[]): ClassConstructor<object> {
  // A class of its own for each use, since rules are kept by class.
  const other = class {
    readonly [field: string]: unknown;
  };
  IsDefined()(other.prototype, property);
  IsIn(names)(other.prototype, property);
  return other;
}
