import { type Dialect } from 'kysely';
import { LibsqlDialect } from './embedded/libsql-dialect';
import { type DatabaseTarget } from './parse-database-url';
import { type PostgresPace } from './postgres/create-postgres-pool';
import { PostgresDialect } from './postgres/postgres-dialect';

export function createDialect(target: DatabaseTarget, pace: PostgresPace): Dialect {
  switch (target.engine) {
    case 'embedded':
      return new LibsqlDialect(target.path);
    case 'postgres':
      return new PostgresDialect(target.url, pace);
  }
}
