import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as swagger from '@nestjs/swagger/plugin';
import typescript from 'typescript';
import nestCli from '../../../nest-cli.json';
import { type BuiltService } from '../../faults/support/build-service';

const PROJECT = join(__dirname, '../../..');

/** Builds the service as `npm run build` does, with the schemas of its OpenAPI document, into a folder of its own. */
export function buildDocumentedService(): BuiltService {
  const root = mkdtempSync(join(tmpdir(), 'tellerline-fuzz-'));
  const project: { readonly config?: unknown } = typescript.readConfigFile(
    join(PROJECT, 'tsconfig.build.json'),
    (path) => typescript.sys.readFile(path),
  );
  const { fileNames, options } = typescript.parseJsonConfigFileContent(project.config, typescript.sys, PROJECT);
  const program = typescript.createProgram(fileNames, { ...options, outDir: root, sourceMap: false });
  const addSchemas = swagger.before(nestCli.compilerOptions.plugins[0]?.options, program);
  program.emit(undefined, undefined, undefined, false, { before: [addSchemas] });
  const source = join(PROJECT, 'src');
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.md')) cpSync(join(source, name), join(root, name));
  }
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
