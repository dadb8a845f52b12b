const VERIFIED = 'Needs a verified customer, unless the policy is changed.';

interface CardOperationText {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
}

/** What each operation is called in the API document, and what it does. */
export const CARD_OPERATIONS = {
  passcode: {
    operationId: 'sendPasscode',
    summary: "Send a code to the customer's telephone",
    description:
      'Six digits go to the number on file; in the demo they are printed where the service runs. They live for five ' +
      'minutes. Three codes in fifteen minutes at most, twenty seconds apart. A number that nobody has is answered alike.',
  },
  passcodeCheck: {
    operationId: 'checkPasscode',
    summary: 'Check the code that the customer read out',
    description:
      'The right one makes the customer verified for thirty minutes, in requests with the same `conversation_id` under ' +
      'keys of the same tenant. Five wrong ones lock the number for thirty minutes, on the telephone too.',
  },
  list: {
    operationId: 'listCards',
    summary: "List the customer's cards",
    description: 'All cards of the customer, the cancelled ones too. Of a number that nobody has there are none.',
  },
  balance: {
    operationId: 'readCardBalance',
    summary: 'Read what is owed on a card, and its limit',
    description: VERIFIED,
  },
  transactions: {
    operationId: 'listCardTransactions',
    summary: "List a card's last transactions",
    description: `The last five, newest first. ${VERIFIED}`,
  },
  replacementStatus: {
    operationId: 'readReplacementStatus',
    summary: 'Read how far a new card is',
    description: 'The newest replacement of the card, or of any card when none is named.',
  },
  block: {
    operationId: 'blockCard',
    summary: 'Block a card, without any model',
    description: 'Stops the card at once. It can be undone. Works while no model answers.',
  },
  unblock: { operationId: 'unblockCard', summary: 'Undo the block of a card', description: VERIFIED },
  reportLost: {
    operationId: 'reportCardLost',
    summary: 'Cancel a card that was lost or stolen',
    description: 'Cancels the card for good, whether it is blocked or not, and orders a new one.',
  },
  replace: {
    operationId: 'replaceCard',
    summary: 'Order a new card for a damaged one',
    description: `The card stays as it is until the new one comes. ${VERIFIED}`,
  },
  activate: { operationId: 'activateCard', summary: 'Activate a new card', description: VERIFIED },
  dispute: {
    operationId: 'disputeTransaction',
    summary: 'Dispute a charge',
    description: `Opens a case with a reference. The charge is named by its merchant, its amount, or both. ${VERIFIED}`,
  },
} as const satisfies Record<string, CardOperationText>;
