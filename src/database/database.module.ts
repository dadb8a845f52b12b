import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { Database } from './database';

@Module({
  providers: [
    {
      provide: Database,
      inject: [AppConfig],
      useFactory: (config: AppConfig): Promise<Database> => Database.open(config.databaseUrl),
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
