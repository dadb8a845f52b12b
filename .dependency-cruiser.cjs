/** What each module may import besides itself, common and config: the table of docs/architecture.md, executable. */
const MAY_IMPORT = {
  access: [],
  openai: ['access', 'agent', 'rate-limit', 'vapi'],
  vapi: ['agent'],
  agent: [
    'access',
    'language-model',
    'credit-card',
    'identity',
    'loan',
    'conversation',
    'rate-limit',
    'response-cache',
  ],
  'card-api': ['access', 'credit-card', 'identity', 'database', 'rate-limit'],
  'rate-limit': [],
  'response-cache': [],
  'language-model': [],
  'credit-card': ['database', 'audit'],
  identity: ['database', 'audit'],
  audit: ['database'],
  conversation: ['database'],
  loan: [],
  health: ['access', 'database', 'language-model', 'credit-card'],
  database: [],
  config: [],
  common: [],
};

const layerRules = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  name: `layer-${name}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: '[.]spec[.]ts$' },
  to: { path: '^src/', pathNot: `^src/(${[name, 'common', 'config', ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'aws-sdk-only-in-bedrock',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/language-model/bedrock/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'sql-drivers-only-in-database',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: 'node_modules/(libsql|pg)/' },
    },
    {
      name: 'redis-client-only-where-it-is-spoken',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(common/redis/|rate-limit/redis/)' },
      to: { path: 'node_modules/ioredis/' },
    },
    {
      name: 'fastify-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(openai/|agent/agent[.]controller|card-api/idempotency/|common/http/|health/|vapi/|app[.]ts|create-http-adapter[.]ts)',
      },
      to: { path: 'node_modules/(fastify|@fastify|@nestjs/platform-fastify)/' },
    },
    {
      name: 'openai-types-only-at-the-wire',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/openai/' },
      to: { path: 'node_modules/openai/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]spec[.]ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '[.]spec[.]ts$' },
  },
};
