import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { type DestinationStream } from 'pino';
import { setUpApiDocs } from './api-docs';
import { AppModule } from './app.module';
import { answerBrowsers } from './common/http/answer-browsers';
import { RouteTable } from './common/http/route-table';
import { type AppConfig } from './config/app-config';
import { createHttpAdapter } from './create-http-adapter';
import { refuseWhileClosing } from './openai/errors/refuse-while-closing';

interface AppOptions {
  /** Where log lines go; standard output when absent. */
  readonly logDestination?: DestinationStream;
  /** See `WRITE_STALL_MS`. */
  readonly writeStallMs?: number;
}

/** Swagger UI needs inline styles; nothing else may load or run anything that is not ours. */
const CONTENT_SECURITY = {
  useDefaults: true,
  directives: {
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    // The service itself speaks plain HTTP; TLS ends in front of it.
    'upgrade-insecure-requests': null,
  },
};

/**
 * Builds the whole application, ready to listen: the same for the service and for its tests.
 *
 * @throws when a part cannot start, for example the database.
 */
export async function createApp(
  config: AppConfig,
  { writeStallMs, ...options }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register({ config, routes, ...options }),
    createHttpAdapter(routes, writeStallMs),
    { bodyParser: false, bufferLogs: true, abortOnError: false },
  );
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  await answerBrowsers(app, config.corsOrigins);
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY });
  refuseWhileClosing(app);
  if (config.docsEnabled) setUpApiDocs(app);
  return app;
}
