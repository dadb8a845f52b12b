/** Runs the Swagger plugin of nest-cli.json inside ts-jest, so that tests of the OpenAPI document see the build's schemas. */
const plugin = require('@nestjs/swagger/plugin');
const nestCli = require('../../nest-cli.json');

const { name, options } = nestCli.compilerOptions.plugins[0];

module.exports = {
  name,
  // Part of ts-jest's cache key: the options are what changes the output.
  version: JSON.stringify(options),
  factory: (compiler) => plugin.before(options, compiler.program),
};
