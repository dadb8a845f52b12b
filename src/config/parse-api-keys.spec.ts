import * as fc from 'fast-check';
import { ACCESS_SCOPES } from '../common/access';
import { parseApiKeys } from './parse-api-keys';

const digest = (digit: string): string => digit.repeat(64);
const VOICE = `voice/acme/chat+assert_caller/${digest('a')}`;
const BACK_OFFICE = `back-office/acme/cards:write/${digest('b')}`;
const OTHER = `voice_2/other-bank/chat/${digest('c')}`;

/** A key and the digest of one, where somebody may put them by mistake. */
const SECRETS = ['tlk_7ZkQ0mG2v_very-secret-4xB1nR8yWq5JdTfLsCeUa', digest('f'), 'hunter2'];

const problemsOf = (text: string): readonly string[] => parseApiKeys(text).problems;

describe(parseApiKeys.name, () => {
  describe('when the entries are good', () => {
    it('should read them as they stand', () => {
      expect(parseApiKeys(`${VOICE},${BACK_OFFICE}`)).toEqual({
        keys: [
          { keyId: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'], sha256: digest('a') },
          { keyId: 'back-office', tenant: 'acme', scopes: ['cards:write'], sha256: digest('b') },
        ],
        problems: [],
      });
    });

    it.each([
      ['lines', `${VOICE}\n${OTHER}\n`],
      ['lines of Windows', `\r\n${VOICE}\r\n${OTHER}`],
      ['commas with spaces and one at the end', ` ${VOICE} , ${OTHER},`],
    ])('should take %s between them', (_what, text) => {
      const { keys, problems } = parseApiKeys(text);
      expect(keys.map(({ keyId }) => keyId)).toEqual(['voice', 'voice_2']);
      expect(problems).toEqual([]);
    });

    it('should pass over comments and blank lines', () => {
      const text = `# Keys of the bank, by\n# npm run keys:create\n\n${VOICE} # since May, old/acme/chat/0\n  #${OTHER}\n${BACK_OFFICE}#\n`;
      const { keys, problems } = parseApiKeys(text);
      expect(keys.map(({ keyId }) => keyId)).toEqual(['voice', 'back-office']);
      expect(problems).toEqual([]);
    });

    it('should take a digest in upper case, and a scope that is named twice', () => {
      const { keys } = parseApiKeys(`voice/acme/chat+chat/${digest('A')}`);
      expect(keys).toMatchObject([{ scopes: ['chat'], sha256: digest('a') }]);
    });

    it('should give back what was written, whatever the names and scopes', () => {
      const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,31}$/).filter((candidate) => candidate !== 'anonymous');
      const scopes = fc.subarray([...ACCESS_SCOPES], { minLength: 1 });
      const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
      fc.assert(
        fc.property(fc.record({ keyId: name, tenant: name, scopes, sha256 }), (key) => {
          const { keys, problems } = parseApiKeys([key.keyId, key.tenant, key.scopes.join('+'), key.sha256].join('/'));
          expect(problems).toEqual([]);
          expect(keys).toEqual([key]);
        }),
      );
    });
  });

  describe('when an entry is bad', () => {
    const form = 'must have the form id/tenant/scope+scope/sha256';
    const names = '1 to 32 lower-case letters, digits, hyphens or underscores';
    const scopes = 'must have as scopes one or more of chat, assert_caller, cards:write, vapi, admin, joined by +';

    it.each([
      ['colons between the fields', `voice:acme:chat:${digest('a')}`, form],
      ['a field too few', `voice/chat/${digest('a')}`, form],
      ['a field too many', `${VOICE}/more`, form],
      ['no id', `/acme/chat/${digest('a')}`, `must have as id ${names}`],
      ['an id in upper case', `Voice/acme/chat/${digest('a')}`, `must have as id ${names}`],
      ['an id that is too long', `${'v'.repeat(33)}/acme/chat/${digest('a')}`, `must have as id ${names}`],
      ['a tenant with a space', `voice/ac me/chat/${digest('a')}`, `must have as tenant ${names}`],
      ['the id of nobody', `anonymous/acme/chat/${digest('a')}`, 'must have another id, since'],
      ['the tenant of nobody', `voice/anonymous/chat/${digest('a')}`, 'must have another tenant, since'],
      ['no scope', `voice/acme//${digest('a')}`, scopes],
      ['an unknown scope', `voice/acme/chat+everything/${digest('a')}`, scopes],
      ['a scope in upper case', `voice/acme/CHAT/${digest('a')}`, scopes],
      ['a plus too many', `voice/acme/chat+/${digest('a')}`, scopes],
      ['a short digest', `voice/acme/chat/${'a'.repeat(63)}`, 'must end with the SHA-256 digest of the key'],
      ['the key itself', `voice/acme/chat/${SECRETS[0] ?? ''}`, 'must end with the SHA-256 digest of the key'],
    ])('should refuse %s', (_what, entry, problem) => {
      const { keys, problems } = parseApiKeys(`${OTHER},${entry}`);
      expect(problems).toEqual([expect.stringContaining(`entry 2 ${problem}`)]);
      expect(keys).toHaveLength(1);
    });

    it.each(['', ' \n , \n', '# nothing but a comment'])('should refuse a text without a key (%j)', (text) => {
      expect(parseApiKeys(text)).toEqual({ keys: [], problems: ['there is no key in it'] });
    });

    it('should list everything that is wrong with every entry', () => {
      expect(problemsOf(`V/A/x/y\nnonsense\n${VOICE}`)).toEqual([
        expect.stringMatching(/^entry 1 must have as id /),
        expect.stringMatching(/^entry 1 must have as tenant /),
        expect.stringMatching(/^entry 1 must have as scopes /),
        expect.stringMatching(/^entry 1 must end with /),
        expect.stringMatching(/^entry 2 must have the form /),
      ]);
    });
  });

  describe('when entries do not go together', () => {
    it('should refuse two keys of one id', () => {
      expect(problemsOf(`${VOICE},${OTHER},voice/third/chat/${digest('d')}`)).toEqual([
        'entries 1 and 3 have the same id',
      ]);
    });

    it('should refuse one key twice', () => {
      expect(problemsOf(`${VOICE},voice-2/other/chat/${digest('A')}`)).toEqual(['entries 1 and 2 are the same key']);
    });

    it('should refuse a third key of one tenant', () => {
      expect(problemsOf(`${VOICE},${BACK_OFFICE}`)).toEqual([]);
      expect(problemsOf(`${VOICE},${OTHER},${BACK_OFFICE},third/acme/admin/${digest('e')}`)).toEqual([
        'entries 1, 3 and 4 belong to the tenant acme, which may have 2 keys at most',
      ]);
    });
  });

  describe('when a secret stands in the wrong place', () => {
    it.each(SECRETS)('should not repeat %s', (secret) => {
      const places = [0, 1, 2, 3].map((place) => VOICE.split('/').with(place, secret).join('/'));
      const texts = [secret, `${secret}/${VOICE}`, VOICE.replaceAll('/', ':').replace('voice', secret), ...places];
      for (const text of texts) {
        const problems = problemsOf(`${text},${text}`);
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.join()).not.toContain(secret);
      }
    });
  });
});
