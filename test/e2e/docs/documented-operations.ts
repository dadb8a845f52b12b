const AGENT_STATUSES = ['200', '400', '401', '403', '405', '413', '415', '429', '500', '502', '503', '504'];
const CARD_STATUSES = ['200', '400', '401', '403', '405', '413', '415', '429', '500', '503'];
const CHANGE_STATUSES = [...CARD_STATUSES, '409', '422'].sort();

const CARD_READINGS = ['list', 'balance', 'transactions', 'replacement-status', 'passcode', 'passcode/check'];
const CARD_CHANGES = ['block', 'unblock', 'report-lost', 'replace', 'activate', 'dispute'];

/** Every documented operation, with all that it may answer. */
export const STATUSES: Readonly<Record<string, readonly string[]>> = {
  'POST /api/agent/query/openai': [...AGENT_STATUSES, '404'].sort(),
  'POST /v1/chat/completions': [...AGENT_STATUSES, '404'].sort(),
  'POST /api/agent/query': AGENT_STATUSES,
  ...Object.fromEntries(CARD_READINGS.map((name) => [`POST /api/cards/${name}`, CARD_STATUSES])),
  ...Object.fromEntries(CARD_CHANGES.map((name) => [`POST /api/cards/${name}`, CHANGE_STATUSES])),
  'GET /v1/models': ['200', '401', '403', '405', '500'],
  'GET /v1/models/{id}': ['200', '400', '401', '403', '404', '405', '414', '500'],
  'GET /health/live': ['200', '405', '500'],
  'GET /health/ready': ['200', '405', '500', '503'],
};

/** The scopes that an operation needs; those that are not named here need no key. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  '/api/agent/query/openai': ['chat'],
  '/v1/chat/completions': ['chat'],
  '/api/agent/query': ['chat'],
  ...Object.fromEntries([...CARD_READINGS, ...CARD_CHANGES].map((name) => [`/api/cards/${name}`, ['cards:write']])),
  '/v1/models': [],
  '/v1/models/{id}': [],
};
