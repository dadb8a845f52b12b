import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readConfig } from '../config/read-config';
import { ApiKeyUnknownError } from './access-error';
import { KeyFileWatch, LOOK_EVERY_MS } from './key-file-watch';
import { KeyRing } from './key-ring';
import { makeApiKey } from './make-api-key';

const FIRST = makeApiKey({ id: 'first', tenant: 'acme', scopes: 'chat' });
const SECOND = makeApiKey({ id: 'second', tenant: 'acme', scopes: 'chat' });
const THIRD = makeApiKey({ id: 'third', tenant: 'acme', scopes: 'chat' });

interface LogLine {
  readonly level: 'log' | 'error';
  readonly context: unknown;
}

describe(KeyFileWatch.name, () => {
  let folder: string;
  let path: string;
  let ring: KeyRing;
  let watch: KeyFileWatch;
  let lines: LogLine[];

  beforeEach(() => {
    // Only the timer is a false one: the files are real, and so is the time that reading them takes.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    folder = mkdtempSync(join(tmpdir(), 'tellerline-keys-'));
    path = join(folder, 'keys');
    writeFileSync(path, FIRST.entry);
    lines = [];
    for (const level of ['log', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...[context]: readonly unknown[]) => {
        lines.push({ level, context });
      });
    }
    const config = readConfig({ API_KEYS_FILE: path });
    ring = new KeyRing(config);
    watch = new KeyFileWatch(config, ring);
    watch.onApplicationBootstrap();
  });

  afterEach(() => {
    watch.onApplicationShutdown();
    jest.restoreAllMocks();
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  /** Lets the watch look once, to the end: it sets its next timer only then. */
  async function look(): Promise<void> {
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(LOOK_EVERY_MS);
    while (jest.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  function opensWith({ key }: { readonly key: string }): boolean {
    try {
      ring.authenticate(key);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ApiKeyUnknownError);
      return false;
    }
  }

  const levels = (): readonly string[] => lines.map(({ level }) => level);

  it('should look several times a second, so that a change counts within one', () => {
    expect(LOOK_EVERY_MS * 2).toBeLessThanOrEqual(500);
  });

  describe('when the file changes', () => {
    it('should let new keys in, keep old ones out, and say whose keys there are', async () => {
      writeFileSync(path, `${FIRST.entry}\n${SECOND.entry}`);
      await look();
      expect([FIRST, SECOND].map(opensWith)).toEqual([true, true]);
      writeFileSync(path, `${SECOND.entry}\n`);
      await look();
      expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
      expect(lines).toEqual([
        { level: 'log', context: { keyIds: ['first', 'second'] } },
        { level: 'log', context: { keyIds: ['second'] } },
      ]);
    });

    it('should follow a file that another one replaces', async () => {
      for (const next of [SECOND, THIRD, FIRST]) {
        writeFileSync(`${path}.new`, next.entry);
        renameSync(`${path}.new`, path);
        await look();
        expect([FIRST, SECOND, THIRD].filter(opensWith)).toEqual([next]);
      }
    });

    it('should follow a link that leads elsewhere, as the secrets of a cluster do', async () => {
      for (const [version, key] of [SECOND, THIRD].entries()) {
        mkdirSync(join(folder, `v${version}`));
        writeFileSync(join(folder, `v${version}`, 'keys'), key.entry);
        symlinkSync(join(folder, `v${version}`, 'keys'), `${path}.link`);
        renameSync(`${path}.link`, path);
        await look();
        expect([FIRST, SECOND, THIRD].filter(opensWith)).toEqual([key]);
      }
    });

    it('should notice a change that happened before the first look', async () => {
      writeFileSync(path, SECOND.entry);
      await look();
      expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
      expect(levels()).toEqual(['log']);
    });

    it('should be silent about comments, and about no change at all', async () => {
      await look();
      writeFileSync(path, `# The first key\n${FIRST.entry}`);
      await look();
      await look();
      expect(opensWith(FIRST)).toBe(true);
      expect(lines).toEqual([]);
    });
  });

  describe('when the file cannot be used', () => {
    const write = (...lines: readonly string[]): void => {
      writeFileSync(path, lines.join('\n'));
    };
    const remove = (): void => {
      rmSync(path);
    };
    const replaceByFolder = (): void => {
      rmSync(path);
      mkdirSync(path);
    };
    const ways: readonly (readonly [string, () => void, RegExp])[] = [
      ['empty', write, /^there is no key in it$/],
      ['cut off', write.bind(null, FIRST.entry, SECOND.entry.slice(0, -9)), /^entry 2 must end/],
      ['a key in the place of its digest', write.bind(null, `a/acme/chat/${SECOND.key}`), /^entry 1/],
      ['too many keys', write.bind(null, FIRST.entry, SECOND.entry, THIRD.entry), /^entries 1, 2 and 3 .* tenant acme/],
      ['gone', remove, /^cannot be read \(ENOENT\)$/],
      ['a folder', replaceByFolder, /^cannot be read \(EISDIR\)$/],
    ];

    it.each(ways)('should keep the keys that it has, and say so once (%s)', async (_what, spoil, problem) => {
      spoil();
      for (let count = 0; count < 3; count += 1) await look();
      expect([FIRST, SECOND, THIRD].map(opensWith)).toEqual([true, false, false]);
      expect(() => ring.authenticate(undefined)).toThrow('The request carries no API key.');
      expect(lines).toEqual([{ level: 'error', context: { problem: expect.stringMatching(problem) as string } }]);
      for (const secret of [SECOND.key, SECOND.entry.slice(-64)]) expect(JSON.stringify(lines)).not.toContain(secret);
    });

    it('should go on as soon as it can be used again, and complain of a second mishap too', async () => {
      writeFileSync(path, '');
      await look();
      writeFileSync(path, FIRST.entry);
      await look();
      writeFileSync(path, '');
      await look();
      writeFileSync(path, SECOND.entry);
      await look();
      expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
      expect(levels()).toEqual(['error', 'error', 'log']);
    });
  });

  describe('when the service ends', () => {
    it('should leave no timer, even when it is just reading', async () => {
      writeFileSync(path, SECOND.entry);
      jest.advanceTimersByTime(LOOK_EVERY_MS);
      watch.onApplicationShutdown();
      while (!opensWith(SECOND)) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  describe('when keys come from the environment', () => {
    it('should look at nothing', () => {
      watch.onApplicationShutdown();
      const config = readConfig({ API_KEYS: FIRST.entry });
      new KeyFileWatch(config, new KeyRing(config)).onApplicationBootstrap();
      expect(jest.getTimerCount()).toBe(0);
    });
  });
});
