import { ConfigError, readStoreConfig } from './read-config';

function problemsOf(environment: Parameters<typeof readStoreConfig>[0]): readonly string[] {
  try {
    readStoreConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe(readStoreConfig.name, () => {
  it('should need nothing', () => {
    expect(readStoreConfig({ NODE_ENV: 'production' })).toEqual({
      databaseUrl: 'file:data/tellerline.db',
      databaseMigrationUrl: undefined,
      auditRetentionMonths: 18,
    });
  });

  it('should take an owner for PostgreSQL', () => {
    const environment = { DATABASE_URL: 'postgres://app@h/d', DATABASE_MIGRATION_URL: 'postgresql://owner@h/d' };
    expect(readStoreConfig(environment)).toMatchObject({ databaseMigrationUrl: 'postgresql://owner@h/d' });
  });

  it.each([
    [{ DATABASE_MIGRATION_URL: 'postgres://owner:secret@h/d' }],
    [{ DATABASE_URL: 'postgres://h/d', DATABASE_MIGRATION_URL: 'file:secret.db' }],
    [{ DATABASE_URL: 'mysql://u:secret@h/d' }],
  ])('should refuse %j without repeating it', (environment) => {
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('secret');
  });

  it.each(['18', '24', '240'])('should keep the audit for %s months', (months) => {
    expect(readStoreConfig({ AUDIT_RETENTION_MONTHS: months })).toMatchObject({ auditRetentionMonths: Number(months) });
  });

  it.each(['17', '0', '-18', '241', '18.5', '1e2', 'forever', '0x20'])('should not keep it for %s months', (months) => {
    expect(problemsOf({ AUDIT_RETENTION_MONTHS: months })).toEqual([
      `AUDIT_RETENTION_MONTHS is "${months}"; it must be a whole number from 18 to 240.`,
    ]);
  });
});
