import { isCardTopic } from './card-topics';

const OTHER_BANK_TOOLS: ReadonlySet<string> = new Set([
  'list_loan_products',
  'search_loan_articles',
  'quote_loan',
  'send_passcode',
  'transfer_to_human',
]);

/** Whether the dialogue itself knows what a tool is for, so that nobody has to guess it from the tool's words. */
export function isBankTool(name: string): boolean {
  return isCardTopic(name) || OTHER_BANK_TOOLS.has(name);
}
