/** What callers call the products, by the product's id in the tool's schema. */
const PRODUCT_WORDS: ReadonlyMap<string, RegExp> = new Map([
  ['personal', /\b(?:personal|wedding|vacation|holiday|debt|medical|renovation)\b/i],
  ['home', /\b(?:home|house|mortgage|apartment|flat|condo|property)\b/i],
  ['auto', /\b(?:auto|car|vehicle|truck|van|suv|motorcycle|motorbike)\b/i],
]);

/**
 * Reads which of the offered products the caller means.
 *
 * @returns `undefined` when none is named, or more than one.
 */
export function readLoanProduct(text: string, offered: readonly string[]): string | undefined {
  const named = offered.filter(
    (product) => PRODUCT_WORDS.get(product)?.test(text) ?? text.toLowerCase().includes(product),
  );
  return named.length === 1 ? named[0] : undefined;
}
