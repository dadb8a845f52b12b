/**
 * Three sizes of test: `unit` beside the source, `medium` on real databases, `e2e` through HTTP.
 * The Swagger plugin runs as an AST transformer, so that tests of the OpenAPI document see the same schemas as the build.
 */
const base = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        tsconfig: '<rootDir>/tsconfig.json',
        diagnostics: false,
        astTransformers: {
          before: [
            { path: '@nestjs/swagger/plugin', options: { introspectComments: true, classValidatorShim: true } },
          ],
        },
      },
    ],
  },
};

module.exports = {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/support/**/*.spec.ts'] },
    { ...base, displayName: 'medium', testMatch: ['<rootDir>/test/medium/**/*.spec.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/{e2e,contract}/**/*.spec.ts'] },
  ],
};
