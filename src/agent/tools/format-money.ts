const DOLLARS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const WHOLE_DOLLARS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** `31245` becomes "$312.45", `5000000` becomes "$50,000". */
export function formatMoney(amountCents: number): string {
  return (amountCents % 100 === 0 ? WHOLE_DOLLARS : DOLLARS).format(amountCents / 100);
}
