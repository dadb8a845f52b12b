/** A name of a program's, as words: `unitOfMeasure`, `unit_of_measure` and `unit-of-measure` alike. */
export function splitName(name: string): string {
  return name.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/[_\-.]+/g, ' ');
}
