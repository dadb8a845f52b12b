interface LoanTerms {
  /** Whole cents, at least 1. */
  readonly amountCents: number;
  /** Whole months, at least 1. */
  readonly termMonths: number;
  /** Nominal annual rate in percent, 0 or more, taken as the decimal it is written as: 8.9 is exactly 89/10. */
  readonly annualRatePercent: number;
}

interface Amortisation {
  readonly monthlyPaymentCents: number;
  readonly finalPaymentCents: number;
  readonly totalPaymentCents: number;
  readonly totalInterestCents: number;
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Repays a loan in equal monthly payments at the end of each month, in exact arithmetic and whole cents.
 *
 * The monthly payment is that of an ordinary annuity, P * i * (1 + i)^n / ((1 + i)^n - 1) with i = annual rate / 12
 * (P / n when the rate is zero), rounded half-up to the cent: the figure that any other loan calculator shows. Each
 * month's interest is the balance times i, rounded half-up to the cent. The last payment is whatever clears the
 * balance, so it differs from the others by the rounding of the months before it, either way.
 *
 * @throws RangeError for terms outside the ranges above, or for an amount so small that the rounded payments
 * would repay it before its term ends.
 */
export function amortiseLoan(terms: LoanTerms): Amortisation {
  requirePositiveInteger(terms.amountCents, 'amountCents');
  requirePositiveInteger(terms.termMonths, 'termMonths');
  const amount = BigInt(terms.amountCents);
  const monthlyRate = toMonthlyRate(terms.annualRatePercent);
  const payment = roundHalfUp(annuityPayment(amount, monthlyRate, terms.termMonths));

  let balance = amount;
  for (let month = 1; month < terms.termMonths; month += 1) {
    balance += interestOf(balance, monthlyRate) - payment;
  }
  const finalPayment = balance + interestOf(balance, monthlyRate);
  if (finalPayment <= 0n) throw new RangeError('The amount is too small to be spread over the term in whole cents.');

  const total = payment * BigInt(terms.termMonths - 1) + finalPayment;
  return {
    monthlyPaymentCents: toSafeNumber(payment),
    finalPaymentCents: toSafeNumber(finalPayment),
    totalPaymentCents: toSafeNumber(total),
    totalInterestCents: toSafeNumber(total - amount),
  };
}

function toMonthlyRate(annualRatePercent: number): Fraction {
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(annualRatePercent)) ?? [];
  if (whole === undefined) throw new RangeError('annualRatePercent must be a plain decimal number of at least 0.');
  return { numerator: BigInt(whole + decimals), denominator: 1200n * 10n ** BigInt(decimals.length) };
}

/** With i = a / b the annuity becomes P * a * (a + b)^n / (b * ((a + b)^n - b^n)), whole numbers throughout. */
function annuityPayment(amount: bigint, rate: Fraction, termMonths: number): Fraction {
  const months = BigInt(termMonths);
  if (rate.numerator === 0n) return { numerator: amount, denominator: months };
  const grown = (rate.numerator + rate.denominator) ** months;
  return {
    numerator: amount * rate.numerator * grown,
    denominator: rate.denominator * (grown - rate.denominator ** months),
  };
}

function interestOf(balance: bigint, rate: Fraction): bigint {
  return roundHalfUp({ numerator: balance * rate.numerator, denominator: rate.denominator });
}

/** Takes half a unit upwards. The denominator is positive, and a negative value only occurs on its way to an error. */
function roundHalfUp({ numerator, denominator }: Fraction): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function requirePositiveInteger(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number of at least 1.`);
}

function toSafeNumber(cents: bigint): number {
  const value = Number(cents);
  if (!Number.isSafeInteger(value)) throw new RangeError('The amount is too large to be counted in cents.');
  return value;
}
