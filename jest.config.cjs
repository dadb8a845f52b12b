/** Sizes of test: `unit` beside the source, `medium` on real databases, `e2e` through HTTP, `contract` with clients of others, `docs` on the OpenAPI document. */
const project = (displayName, testMatch, tsJestOptions) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/jest-timeout.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', tsJestOptions] },
});

// Types are checked once, by `npm run typecheck`; here each file is only translated.
const fast = { tsconfig: '<rootDir>/test/support/tsconfig.jest.json', diagnostics: false };

// The Swagger plugin of nest-cli.json reads types, so these few tests translate the whole program as the build does.
const withSwaggerPlugin = {
  tsconfig: '<rootDir>/tsconfig.json',
  diagnostics: { exclude: ['**'], ignoreCodes: [151002] },
  astTransformers: { before: ['<rootDir>/test/support/swagger-transformer.cjs'] },
};

module.exports = {
  // One less than the cores, the default, leaves half of a small machine idle.
  maxWorkers: '100%',
  projects: [
    project('unit', ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/support/**/*.spec.ts'], fast),
    project('medium', ['<rootDir>/test/medium/**/*.spec.ts'], fast),
    project('e2e', ['<rootDir>/test/e2e/*.spec.ts'], fast),
    project('contract', ['<rootDir>/test/contract/*.contract.spec.ts'], fast),
    project('security', ['<rootDir>/test/security/*.spec.ts'], fast),
    project('faults', ['<rootDir>/test/faults/*.spec.ts'], fast),
    project('fuzz', ['<rootDir>/test/fuzz/*.spec.ts'], fast),
    project('docs', ['<rootDir>/test/e2e/docs/*.spec.ts'], withSwaggerPlugin),
  ],
};
