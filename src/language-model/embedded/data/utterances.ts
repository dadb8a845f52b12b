import {
  DISPUTE_TRANSACTION_UTTERANCES,
  GET_CARD_BALANCE_UTTERANCES,
  LIST_CARD_TRANSACTIONS_UTTERANCES,
} from './card-money-utterances';
import {
  ACTIVATE_CARD_UTTERANCES,
  GET_REPLACEMENT_STATUS_UTTERANCES,
  REPLACE_CARD_UTTERANCES,
  SEND_PASSCODE_UTTERANCES,
} from './card-service-utterances';
import {
  BLOCK_CARD_UTTERANCES,
  LIST_CARDS_UTTERANCES,
  REPORT_CARD_LOST_UTTERANCES,
  UNBLOCK_CARD_UTTERANCES,
} from './card-stop-utterances';
import { LOAN_OPTIONS_UTTERANCES, LOAN_QUESTION_UTTERANCES, QUOTE_LOAN_UTTERANCES } from './loan-utterances';
import {
  HELP_UTTERANCES,
  HUMAN_UTTERANCES,
  OTHER_BANKING_UTTERANCES,
  OUT_OF_SCOPE_UTTERANCES,
} from './service-utterances';
import {
  AFFIRM_UTTERANCES,
  DENY_UTTERANCES,
  GOODBYE_UTTERANCES,
  GREETING_UTTERANCES,
  THANKS_UTTERANCES,
} from './small-talk-utterances';

/** The examples that the classifier learns from, one list for each intent. */
export const UTTERANCES = {
  loan_options: LOAN_OPTIONS_UTTERANCES,
  loan_question: LOAN_QUESTION_UTTERANCES,
  quote_loan: QUOTE_LOAN_UTTERANCES,
  list_cards: LIST_CARDS_UTTERANCES,
  block_card: BLOCK_CARD_UTTERANCES,
  unblock_card: UNBLOCK_CARD_UTTERANCES,
  report_card_lost: REPORT_CARD_LOST_UTTERANCES,
  replace_card: REPLACE_CARD_UTTERANCES,
  get_replacement_status: GET_REPLACEMENT_STATUS_UTTERANCES,
  activate_card: ACTIVATE_CARD_UTTERANCES,
  get_card_balance: GET_CARD_BALANCE_UTTERANCES,
  list_card_transactions: LIST_CARD_TRANSACTIONS_UTTERANCES,
  dispute_transaction: DISPUTE_TRANSACTION_UTTERANCES,
  send_passcode: SEND_PASSCODE_UTTERANCES,
  human: HUMAN_UTTERANCES,
  greeting: GREETING_UTTERANCES,
  thanks: THANKS_UTTERANCES,
  goodbye: GOODBYE_UTTERANCES,
  affirm: AFFIRM_UTTERANCES,
  deny: DENY_UTTERANCES,
  help: HELP_UTTERANCES,
  other_banking: OTHER_BANKING_UTTERANCES,
  out_of_scope: OUT_OF_SCOPE_UTTERANCES,
} as const;

export type Intent = keyof typeof UTTERANCES;
