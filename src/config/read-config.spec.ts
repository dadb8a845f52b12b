import { type AppConfig } from './app-config';
import { ConfigError, readConfig } from './read-config';

const SECRET = 'an example of thirty-two letters';
const API_KEYS = `voice/acme/chat/${'a'.repeat(64)}`;
/** What production cannot do without. */
const PRODUCTION = {
  NODE_ENV: 'production',
  MODEL: 'embedded-dialog-1',
  OTP_WEBHOOK_URL: 'https://messages.example/otp',
  PASSCODE_SECRET: SECRET,
  API_KEYS,
};

type Environment = Parameters<typeof readConfig>[0];

function problemsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe(readConfig.name, () => {
  describe('when nothing is set', () => {
    const defaults = {
      nodeEnvironment: 'development',
      port: 8000,
      host: '127.0.0.1',
      logLevel: 'info',
      databaseUrl: 'file:data/tellerline.db',
      databaseMigrationUrl: undefined,
      auditRetentionMonths: 18,
      model: { provider: 'embedded' },
      modelNames: 'lenient',
      parameterMode: 'default',
      passcodes: {},
      policyOverrides: {},
      confirmationSettleMs: 300,
      apiKeys: [],
      apiKeysFile: undefined,
      corsOrigins: 'loopback',
      cardSystem: { kind: 'ledger' },
      rateLimits: {
        requestsPerMinute: 6_000,
        tokensPerMinute: 10_000_000,
        callerRequestsPerMinute: 300,
        concurrentStreams: 500,
      },
      redisUrl: undefined,
      responseCacheTtlSeconds: 0,
      docsEnabled: true,
    };

    it('should have a default for every setting', () => {
      expect(readConfig({})).toMatchObject(defaults);
      expect(Object.keys(readConfig({})).sort()).toEqual(Object.keys(defaults).sort());
    });

    it('should count an empty or blank value as unset', () => {
      const names = [
        'NODE_ENV',
        'PORT',
        'HOST',
        'LOG_LEVEL',
        'DATABASE_URL',
        'DATABASE_MIGRATION_URL',
        'AUDIT_RETENTION_MONTHS',
        'MODEL',
        'MODEL_NAMES',
        'STRICT_PARAMETERS',
        'LENIENT_PARAMETERS',
        'DOCS',
        'AWS_REGION',
        'OTP_WEBHOOK_URL',
        'OTP_WEBHOOK_TOKEN',
        'PASSCODE_SECRET',
        'API_KEYS',
        'API_KEYS_FILE',
        'CORS_ORIGINS',
      ];
      expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toMatchObject(defaults);
      expect(readConfig(Object.fromEntries(names.map((name) => [name, '  '])))).toMatchObject(defaults);
    });

    it('should not be changed by anybody', () => {
      const config = readConfig({}) as { port: number };
      expect(() => {
        config.port = 1;
      }).toThrow(TypeError);
    });
  });

  describe('when a setting is good', () => {
    it.each<[Environment, Partial<AppConfig>]>([
      [{ NODE_ENV: 'test' }, { nodeEnvironment: 'test' }],
      [{ PORT: '0' }, { port: 0 }],
      [{ PORT: ' 65535 ' }, { port: 65_535 }],
      [{ HOST: '0.0.0.0', API_KEYS }, { host: '0.0.0.0' }],
      [{ HOST: '127.1.2.3' }, { host: '127.1.2.3' }],
      [{ HOST: '::1' }, { host: '::1' }],
      [{ HOST: 'localhost' }, { host: 'localhost' }],
      [{ API_KEYS }, { apiKeys: [{ keyId: 'voice', tenant: 'acme', scopes: ['chat'], sha256: 'a'.repeat(64) }] }],
      [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
      [{ DATABASE_URL: 'file:elsewhere/x.db' }, { databaseUrl: 'file:elsewhere/x.db' }],
      [{ DATABASE_URL: 'postgres://u:p@h/d', PASSCODE_SECRET: SECRET }, { databaseUrl: 'postgres://u:p@h/d' }],
      [{ DATABASE_URL: 'postgresql://h/d', PASSCODE_SECRET: SECRET }, { databaseUrl: 'postgresql://h/d' }],
      [{ MODEL_NAMES: 'strict' }, { modelNames: 'strict' }],
      [{ STRICT_PARAMETERS: 'true' }, { parameterMode: 'strict' }],
      [{ LENIENT_PARAMETERS: 'true' }, { parameterMode: 'lenient' }],
      [{ STRICT_PARAMETERS: 'false', LENIENT_PARAMETERS: 'false' }, { parameterMode: 'default' }],
      [{ DOCS: 'false' }, { docsEnabled: false }],
      [{ MODEL: 'embedded-dialog-1' }, { model: { provider: 'embedded' } }],
    ])('should take %j', (environment, expected) => {
      expect(readConfig(environment)).toMatchObject(expected);
    });

    it.each([
      'amazon.nova-lite-v1:0',
      'us.amazon.nova-lite-v1:0',
      'us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'ai21.jamba-1-5-large-v1:0',
      'openai.gpt-oss-120b-1:0',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
      'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abc',
    ])('should take %s for a Bedrock model', (modelId) => {
      expect(readConfig({ MODEL: modelId }).model).toEqual({ provider: 'bedrock', modelId, region: 'us-east-1' });
    });

    const bedrock = { MODEL: 'amazon.nova-lite-v1:0' };

    it.each([
      [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-north-1' }, { region: 'eu-west-1' }],
      [{ AWS_DEFAULT_REGION: 'eu-north-1' }, { region: 'eu-north-1' }],
      [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, { endpoint: 'http://127.0.0.1:1' }],
      [
        { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://vpce.example', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
        { endpoint: 'https://vpce.example' },
      ],
    ])('should take the way to Bedrock from %j', (environment, expected) => {
      expect(readConfig({ ...bedrock, ...environment }).model).toMatchObject(expected);
    });
  });

  describe('when the bank has a card system of its own', () => {
    const token = 'a-token';

    it.each([
      ['https://cards.bank.example', 'https://cards.bank.example'],
      ['https://bank.example:8443/cards/', 'https://bank.example:8443/cards'],
      ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
      ['http://localhost:9000', 'http://localhost:9000'],
      ['http://[::1]:9000/', 'http://[::1]:9000'],
    ])('should take %s', (value, url) => {
      const { cardSystem } = readConfig({ CARD_SYSTEM_URL: value, CARD_SYSTEM_TOKEN: token });
      expect(cardSystem).toEqual({ kind: 'http', url, token });
    });

    it.each([
      'http://cards.bank.example',
      'http://127.0.0.1.bank.example',
      'http://10.0.0.1',
      'https://teller:secret-word@cards.bank.example',
      'https://cards.bank.example/?key=secret-word',
      'https://cards.bank.example/#secret-word',
      'ftp://cards.bank.example/secret-word',
      'cards.bank.example/secret-word',
    ])('should refuse %s without repeating it', (value) => {
      const problems = problemsOf({ CARD_SYSTEM_URL: value, CARD_SYSTEM_TOKEN: token });
      expect(problems).toEqual([expect.stringMatching(/^CARD_SYSTEM_URL must/)]);
      expect(problems.join()).not.toContain('secret-word');
    });

    it('should want the token and the address together', () => {
      expect(problemsOf({ CARD_SYSTEM_URL: 'https://cards.bank.example' })).toEqual([
        expect.stringMatching(/^CARD_SYSTEM_TOKEN is not set/),
      ]);
      expect(problemsOf({ CARD_SYSTEM_TOKEN: token })).toEqual([
        expect.stringMatching(/^CARD_SYSTEM_TOKEN is set, but CARD_SYSTEM_URL is not/),
      ]);
    });

    it.each(['two words', 'line\nbreak', 'schlüssel'])('should refuse a token that no header carries', (value) => {
      expect(problemsOf({ CARD_SYSTEM_URL: 'https://cards.bank.example', CARD_SYSTEM_TOKEN: value })).toEqual([
        'CARD_SYSTEM_TOKEN must be printable ASCII without spaces.',
      ]);
    });
  });

  describe('when it runs in production', () => {
    it.each(['MODEL', 'OTP_WEBHOOK_URL', 'PASSCODE_SECRET', 'API_KEYS'])('should not start without %s', (name) => {
      expect(problemsOf({ ...PRODUCTION, [name]: '' })).toEqual([
        expect.stringMatching(new RegExp(`^${name} is not set; in production`)),
      ]);
    });

    it('should take the embedded model only by its name', () => {
      expect(readConfig(PRODUCTION)).toMatchObject({ model: { provider: 'embedded' }, docsEnabled: false });
    });

    it('should show the docs only when told so', () => {
      expect(readConfig({ ...PRODUCTION, MODEL: 'amazon.nova-lite-v1:0' }).docsEnabled).toBe(false);
      expect(readConfig({ ...PRODUCTION, DOCS: 'true' }).docsEnabled).toBe(true);
    });
  });

  describe('when there are no keys', () => {
    it.each(['0.0.0.0', '::', '192.168.1.7', '10.0.0.1', '127.evil.example', 'tellerline.example', '128.0.0.1'])(
      'should not listen where others may be (%s)',
      (host) => {
        expect(problemsOf({ HOST: host })).toEqual([expect.stringMatching(/^HOST is .*without API_KEYS/)]);
      },
    );
  });

  describe('when keys are bad', () => {
    it('should list what is wrong with them among all else, and not complain that there are none', () => {
      const bad = { ...PRODUCTION, HOST: '0.0.0.0', PORT: 'x', API_KEYS: `voice/acme/chat/tlk_secret\nnonsense` };
      const problems = problemsOf(bad);
      expect(problems).toEqual([
        expect.stringMatching(/^PORT /),
        expect.stringMatching(/^API_KEYS: entry 1 must end with the SHA-256 digest.*\.$/),
        expect.stringMatching(/^API_KEYS: entry 2 must have the form/),
      ]);
      expect(problems.join()).not.toMatch(/tlk_secret|nonsense/);
    });

    it('should not take a list without a key for no list', () => {
      expect(problemsOf({ API_KEYS: ' , ' })).toEqual(['API_KEYS: there is no key in it.']);
    });
  });

  describe('when a setting is bad', () => {
    it.each([
      ['NODE_ENV', 'prod'],
      ['NODE_ENV', 'Production'],
      ['PORT', '-1'],
      ['PORT', '65536'],
      ['PORT', '80.5'],
      ['PORT', '1e3'],
      ['PORT', '0x50'],
      ['PORT', 'http'],
      ['LOG_LEVEL', 'verbose'],
      ['DATABASE_URL', 'mysql://h/d'],
      ['DATABASE_URL', 'data/tellerline.db'],
      ['DATABASE_URL', 'file:'],
      ['MODEL', 'gpt-4o'],
      ['MODEL', 'gpt-4.1-mini'],
      ['MODEL', 'amazon nova'],
      ['MODEL', 'arn:aws:s3:::bucket'],
      ['MODEL_NAMES', 'any'],
      ['STRICT_PARAMETERS', 'yes'],
      ['LENIENT_PARAMETERS', '1'],
      ['DOCS', 'yes'],
    ])('should refuse %s=%s and name it', (name, value) => {
      expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    });

    it.each(['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'])('should refuse an odd %s', (name) => {
      for (const value of ['127.0.0.1:9000', 'ftp://h', 'file:///etc/passwd', 'no url']) {
        expect(problemsOf({ MODEL: 'amazon.nova-lite-v1:0', [name]: value })).toEqual([
          expect.stringMatching(new RegExp(`^${name} `)),
        ]);
      }
    });

    it('should list all problems at once', () => {
      const problems = problemsOf({
        NODE_ENV: 'prod',
        PORT: 'x',
        LOG_LEVEL: 'x',
        DATABASE_URL: 'x',
        MODEL: 'x',
        MODEL_NAMES: 'x',
        DOCS: 'x',
        AWS_ENDPOINT_URL: 'x',
      });
      const named = [
        'NODE_ENV',
        'PORT',
        'LOG_LEVEL',
        'DATABASE_URL',
        'MODEL',
        'AWS_ENDPOINT_URL',
        'MODEL_NAMES',
        'DOCS',
      ];
      expect(problems.map((problem) => problem.split(' ')[0])).toEqual(named);
    });

    it('should refuse to be strict and lenient at once', () => {
      expect(problemsOf({ STRICT_PARAMETERS: 'true', LENIENT_PARAMETERS: 'true' })).toEqual([
        'STRICT_PARAMETERS and LENIENT_PARAMETERS exclude each other.',
      ]);
    });

    it('should put every problem into the message', () => {
      expect(() => readConfig({ PORT: 'x', DOCS: 'x' })).toThrow(/PORT is "x"[^]*DOCS is "x"/);
    });

    it('should not repeat what may hold a password', () => {
      const secret = 'secret-word';
      const problems = problemsOf({
        DATABASE_URL: `mysql://teller:${secret}@h/d`,
        MODEL: 'amazon.nova-lite-v1:0',
        AWS_ENDPOINT_URL: `ftp://teller:${secret}@h`,
        AWS_SECRET_ACCESS_KEY: secret,
      });
      expect(problems).toHaveLength(2);
      expect(problems.join()).not.toContain(secret);
    });
  });
});
