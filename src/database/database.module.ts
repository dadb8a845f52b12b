import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { Database } from './database';

@Module({
  providers: [
    {
      provide: Database,
      inject: [AppConfig],
      useFactory: ({ databaseUrl, databaseMigrationUrl }: AppConfig): Promise<Database> =>
        Database.open(databaseUrl, databaseMigrationUrl),
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
