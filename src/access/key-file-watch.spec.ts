import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readConfig } from '../config/read-config';
import { ApiKeyUnknownError } from './access-error';
import { KeyFileWatch, LOOK_EVERY_MS, LOOKS_IN_VAIN } from './key-file-watch';
import { KeyRing } from './key-ring';
import { makeApiKey } from './make-api-key';

const FIRST = makeApiKey({ id: 'first', tenant: 'acme', scopes: 'chat' });
const SECOND = makeApiKey({ id: 'second', tenant: 'acme', scopes: 'chat' });
const THIRD = makeApiKey({ id: 'third', tenant: 'acme', scopes: 'chat' });

/** A key that is taken out counts no more after the first look, and after the second where the file has a problem. */
const MOST_LOOKS = 2;

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

  /** As its own timer makes it look. */
  const look = (): Promise<void> => watch.look();

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

  describe('when time passes', () => {
    it('should look so often that a key is refused within a second', () => {
      const looks = jest.spyOn(watch, 'look').mockResolvedValue();
      jest.advanceTimersByTime(LOOK_EVERY_MS * 10);
      expect(looks).toHaveBeenCalledTimes(10);
      // As much again is left for the reading, and for a busy machine.
      expect(MOST_LOOKS * LOOK_EVERY_MS).toBeLessThanOrEqual(1_000 / 2);
    });
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

  describe('when the file cannot be read', () => {
    const remove = (): void => {
      rmSync(path);
    };
    const replaceByFolder = (): void => {
      rmSync(path);
      mkdirSync(path);
    };

    it.each([
      ['gone', remove, 'ENOENT'],
      ['a folder', replaceByFolder, 'EISDIR'],
    ])('should keep the keys that it has, and say so once (%s)', async (_what, spoil, code) => {
      spoil();
      for (let count = 0; count < 3; count += 1) await look();
      expect([FIRST, SECOND, THIRD].map(opensWith)).toEqual([true, false, false]);
      expect(lines).toEqual([{ level: 'error', context: { problem: `cannot be read (${code})` } }]);
      expect(watch.checkHealth()).toMatchObject({ state: 'down' });
    });

    it('should report a reading that does not end, begin no other beside it, and take what it brings in the end', async () => {
      rmSync(path);
      // Whoever reads it waits until somebody writes, as at a mount whose server is away.
      execFileSync('mkfifo', [path]);
      const reading = watch.look();
      try {
        for (let count = 1; count < LOOKS_IN_VAIN; count += 1) await watch.look();
        expect(lines).toEqual([]);
        for (let count = 0; count < 3; count += 1) await watch.look();
        expect(lines).toEqual([{ level: 'error', context: { problem: 'cannot be read (no answer)' } }]);
        expect([opensWith(FIRST), watch.checkHealth()?.state]).toEqual([true, 'down']);
      } finally {
        // Else it would hold the process for ever.
        writeFileSync(path, SECOND.entry);
      }
      await reading;
      expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
      expect(watch.checkHealth()).toMatchObject({ state: 'up' });
    });
  });

  describe('when the file has a problem', () => {
    const write = (...entries: readonly string[]): void => {
      writeFileSync(path, entries.join('\n'));
    };
    const cutOff = SECOND.entry.slice(0, -9);
    const misplaced = `a/acme/chat/${SECOND.key}`;

    it.each<[string, readonly string[], RegExp]>([
      ['cut off', [FIRST.entry, cutOff], /^entry 2 must end/],
      ['a key in the place of its digest', [FIRST.entry, misplaced], /^entry 2/],
      ['too many keys', [FIRST.entry, SECOND.entry, THIRD.entry], /^entries 1, 2 and 3 .* tenant acme/],
      ['a digest in capitals', [FIRST.entry.replace(/[^/]+$/, (digest) => digest.toUpperCase()), cutOff], /^entry 2/],
    ])('should add no key, keep those that stand in it, and say so once (%s)', async (_what, entries, problem) => {
      write(...entries);
      for (let count = 0; count < 3; count += 1) await look();
      expect([FIRST, SECOND, THIRD].map(opensWith)).toEqual([true, false, false]);
      expect(() => ring.authenticate(undefined)).toThrow('The request carries no API key.');
      expect(lines).toEqual([{ level: 'error', context: { problem: expect.stringMatching(problem) as string } }]);
      for (const secret of [SECOND.key, SECOND.entry.slice(-64)]) expect(JSON.stringify(lines)).not.toContain(secret);
    });

    it.each<[string, readonly string[]]>([
      ['taken out', [SECOND.entry, cutOff]],
      ['made a comment', [`# ${FIRST.entry}`, SECOND.entry, cutOff]],
      ['cut off', [SECOND.entry, FIRST.entry.slice(0, -1)]],
      ['spoiled', [SECOND.entry, `${FIRST.entry}0`]],
    ])(
      'should refuse a key that does not stand in it any more, from the second look on (%s)',
      async (_what, entries) => {
        write(FIRST.entry, SECOND.entry);
        await look();
        write(...entries);
        await look();
        expect([FIRST, SECOND].map(opensWith)).toEqual([true, true]);
        await look();
        expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
        await look();
        expect(lines.slice(1)).toEqual([
          { level: 'error', context: { problem: expect.stringMatching(/^entry \d/) as string } },
          { level: 'log', context: { keyIds: ['second'] } },
        ]);
        expect(watch.checkHealth()).toEqual({ state: 'down', detail: expect.not.stringContaining('entry') as string });
      },
    );

    it('should let keys in again when they are put back', async () => {
      write(cutOff);
      for (let count = 0; count < 2; count += 1) await look();
      expect(opensWith(FIRST)).toBe(false);
      write(FIRST.entry);
      await look();
      expect([opensWith(FIRST), watch.checkHealth()?.state]).toEqual([true, 'up']);
    });

    it.each(['', '# Nobody\n'])('should let nobody in when it stays empty (%j)', async (text) => {
      writeFileSync(path, text);
      await look();
      expect(opensWith(FIRST)).toBe(true);
      await look();
      expect(opensWith(FIRST)).toBe(false);
      expect(() => ring.authenticate(undefined)).toThrow('The request carries no API key.');
      expect(levels()).toEqual(['error', 'log']);
    });

    it('should lock nobody out while somebody writes it, and complain of each mishap', async () => {
      for (const next of [FIRST, SECOND]) {
        writeFileSync(path, '');
        await look();
        expect(opensWith(FIRST)).toBe(true);
        writeFileSync(path, next.entry);
        await look();
      }
      expect([FIRST, SECOND].map(opensWith)).toEqual([false, true]);
      expect(levels()).toEqual(['error', 'error', 'log']);
    });
  });

  describe('when the service ends', () => {
    it('should leave no timer, even when it is just reading', async () => {
      const reading = watch.look();
      watch.onApplicationShutdown();
      expect(jest.getTimerCount()).toBe(0);
      await reading;
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  describe('when keys come from the environment', () => {
    it('should look at nothing', () => {
      watch.onApplicationShutdown();
      const config = readConfig({ API_KEYS: FIRST.entry });
      const other = new KeyFileWatch(config, new KeyRing(config));
      other.onApplicationBootstrap();
      expect(jest.getTimerCount()).toBe(0);
      expect(other.checkHealth()).toBeUndefined();
    });
  });
});
