import { Logger } from '@nestjs/common';
import { createApp } from './app';
import { ConfigError, readConfig } from './config/read-config';
import { readEnvironment } from './config/read-environment';
import { describeService } from './describe-service';

async function main(): Promise<void> {
  // The SDK warns about Node 20 on every start; `engines` in package.json already says what is supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const config = readConfig(readEnvironment());
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const logger = new Logger('Main');
  logger.log(`Ready after ${Math.round(process.uptime() * 1000)} ms`);
  if (config.nodeEnvironment !== 'production') process.stdout.write(describeService(await app.getUrl(), config));
}

main().catch((error: unknown) => {
  Logger.flush();
  const reason = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `Tellerline cannot start. ${error instanceof ConfigError ? reason.message : (reason.stack ?? '')}\n`,
  );
  process.exit(1);
});
