import { type StoreSettings } from './app-config';

const DEFAULT_DATABASE_URL = 'file:data/tellerline.db';
const DATABASE_URL = /^(file:.|postgres(ql)?:\/\/.)/;
const POSTGRES_URL = /^postgres(ql)?:\/\/./;
/** A bank has to be able to prove for 18 months what a customer asked of it. */
const MIN_RETENTION_MONTHS = 18;
const MAX_RETENTION_MONTHS = 240;

type ReadText = (name: string) => string | undefined;

/** Reads where the store is, who owns it, and how long it keeps the audit. A URL may hold a password, so none is repeated. */
export function readStoreSettings(readText: ReadText, problems: string[]): StoreSettings {
  const databaseUrl = readText('DATABASE_URL') ?? DEFAULT_DATABASE_URL;
  if (!DATABASE_URL.test(databaseUrl)) {
    problems.push('DATABASE_URL must start with file: (embedded) or postgres:// (PostgreSQL).');
  }
  const databaseMigrationUrl = readText('DATABASE_MIGRATION_URL');
  if (databaseMigrationUrl !== undefined) {
    if (!POSTGRES_URL.test(databaseMigrationUrl)) problems.push('DATABASE_MIGRATION_URL must start with postgres://.');
    if (!POSTGRES_URL.test(databaseUrl)) {
      problems.push('DATABASE_MIGRATION_URL is set, but DATABASE_URL names no PostgreSQL.');
    }
  }
  return { databaseUrl, databaseMigrationUrl, auditRetentionMonths: readRetention(readText, problems) };
}

function readRetention(readText: ReadText, problems: string[]): number {
  const value = readText('AUDIT_RETENTION_MONTHS') ?? String(MIN_RETENTION_MONTHS);
  const months = Number(value);
  const isPossible = /^\d{1,3}$/.test(value) && months >= MIN_RETENTION_MONTHS && months <= MAX_RETENTION_MONTHS;
  if (!isPossible) {
    problems.push(
      `AUDIT_RETENTION_MONTHS is "${value}"; it must be a whole number from ${MIN_RETENTION_MONTHS} to ` +
        `${MAX_RETENTION_MONTHS}.`,
    );
  }
  return months;
}
