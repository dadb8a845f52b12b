import { cpSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import typescript from 'typescript';

const SOURCE = join(__dirname, '../../../src');

export interface BuiltService {
  /** Where `main.js` is. */
  readonly root: string;
  remove(): void;
}

/**
 * Translates the service into a folder of its own, without checking types: in a second or two, and without touching a
 * build that something else is using.
 */
export function buildService(): BuiltService {
  const root = mkdtempSync(join(tmpdir(), 'tellerline-faults-'));
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.spec.ts')) continue;
    if (name.endsWith('.ts')) translate(name, root);
    else if (/\.\w+$/.test(name)) cpSync(join(SOURCE, name), join(root, name));
  }
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function translate(name: string, root: string): void {
  const target = join(root, name.replace(/\.ts$/, '.js'));
  const { outputText } = typescript.transpileModule(readFileSync(join(SOURCE, name), 'utf8'), {
    fileName: name,
    compilerOptions: {
      target: typescript.ScriptTarget.ES2023,
      module: typescript.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
