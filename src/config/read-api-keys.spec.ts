import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApiKeys } from './read-api-keys';

const VOICE = `voice/acme/chat/${'a'.repeat(64)}`;
const SECRET = 'tlk_7ZkQ0mG2v_very-secret-4xB1nR8yWq5JdTfLsCeUa';

describe(readApiKeys.name, () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tellerline-keys-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function read(sources: { readonly list?: string; readonly file?: string }): ReturnType<typeof readApiKeys> & {
    readonly problems: readonly string[];
  } {
    const problems: string[] = [];
    const circumstances = { nodeEnvironment: 'production' as const, host: '0.0.0.0', problems };
    return { ...readApiKeys({ list: sources.list, file: sources.file }, circumstances), problems };
  }

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  it('should take keys from a file, and remember which', () => {
    const file = write('good', `\ufeff# Telephone\r\n${VOICE} # since May\r\n\r\n`);
    expect(read({ file })).toEqual({
      apiKeys: [{ keyId: 'voice', tenant: 'acme', scopes: ['chat'], sha256: 'a'.repeat(64) }],
      apiKeysFile: file,
      problems: [],
    });
  });

  it('should keep no file in mind when keys come from the environment', () => {
    expect(read({ list: VOICE })).toMatchObject({
      apiKeys: [{ keyId: 'voice' }],
      apiKeysFile: undefined,
      problems: [],
    });
  });

  it('should not choose between two lists', () => {
    const { problems } = read({ list: VOICE, file: write('other', VOICE) });
    expect(problems).toEqual(['API_KEYS and API_KEYS_FILE are both set; keys come from one of them.']);
  });

  it.each([
    ['empty', '', 'API_KEYS_FILE: there is no key in it.'],
    ['comments-only', `# ${VOICE}`, 'API_KEYS_FILE: there is no key in it.'],
    ['bad', SECRET, 'API_KEYS_FILE: entry 1 must have the form id/tenant/scope+scope/sha256.'],
  ])('should refuse a file that is %s, and not repeat it', (name, text, problem) => {
    const { apiKeys, problems } = read({ file: write(name, text) });
    expect(problems).toEqual([problem]);
    expect(apiKeys).toEqual([]);
  });

  it.each([
    ['that is not there', 'missing', 'ENOENT'],
    ['that is a folder', '.', 'EISDIR'],
  ])('should refuse a file %s', (_what, name, reason) => {
    expect(read({ file: join(folder, name) }).problems).toEqual([
      `API_KEYS_FILE names a file that cannot be read (${reason}).`,
    ]);
  });
});
