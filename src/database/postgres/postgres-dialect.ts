import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
} from 'kysely';
import { createPostgresPool, type PostgresPace } from './create-postgres-pool';
import { PostgresDriver } from './postgres-driver';

export class PostgresDialect implements Dialect {
  constructor(
    private readonly url: string,
    private readonly pace: PostgresPace,
  ) {}

  createDriver(): Driver {
    return new PostgresDriver(createPostgresPool(this.url, this.pace));
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(database);
  }
}
