/** Lets a plain Node process run this project's TypeScript: each file is transpiled as it is required. */
const { readFileSync } = require('node:fs');
const typescript = require('typescript');

const compilerOptions = {
  target: typescript.ScriptTarget.ES2023,
  module: typescript.ModuleKind.CommonJS,
  esModuleInterop: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

require.extensions['.ts'] = (module, fileName) => {
  const { outputText } = typescript.transpileModule(readFileSync(fileName, 'utf8'), { compilerOptions, fileName });
  module._compile(outputText, fileName);
};
