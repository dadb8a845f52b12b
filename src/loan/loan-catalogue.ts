import { type LoanProduct } from './loan.types';

/** The demo bank's loans, in US dollars. The articles name the same figures; a spec holds the two together. */
export const LOAN_CATALOGUE: readonly LoanProduct[] = [
  {
    id: 'personal',
    name: 'Personal loan',
    summary:
      'A personal loan lets you borrow from 1,000 to 50,000 dollars for almost anything, over 12 to 60 months, at a fixed 10.9 percent a year.',
    annualRatePercent: 10.9,
    minimumAmountCents: 100_000,
    maximumAmountCents: 5_000_000,
    minimumTermMonths: 12,
    maximumTermMonths: 60,
  },
  {
    id: 'home',
    name: 'Home loan',
    summary:
      'A home loan lets you borrow from 50,000 to 1,000,000 dollars to buy or refinance the home you live in, over 120 to 360 months, at a fixed 6.3 percent a year.',
    annualRatePercent: 6.3,
    minimumAmountCents: 5_000_000,
    maximumAmountCents: 100_000_000,
    minimumTermMonths: 120,
    maximumTermMonths: 360,
  },
  {
    id: 'auto',
    name: 'Auto loan',
    summary:
      'An auto loan lets you borrow from 5,000 to 100,000 dollars for a new or used vehicle, over 24 to 72 months, at a fixed 7.2 percent a year.',
    annualRatePercent: 7.2,
    minimumAmountCents: 500_000,
    maximumAmountCents: 10_000_000,
    minimumTermMonths: 24,
    maximumTermMonths: 72,
  },
];
