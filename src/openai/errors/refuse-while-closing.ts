import { ServiceUnavailableException } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { toOpenAiError } from './to-openai-error';

/**
 * Connections that are open when the service ends can still bring requests, for which there may be no time left.
 * Another instance answers them; Fastify closes the connection with the reply. Hooks run in the order in which they are
 * added, and who is refused must be able to read it: this one comes after those that answer browsers.
 */
export function refuseWhileClosing(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!isClosing) {
      done();
      return;
    }
    const { status, body } = toOpenAiError(new ServiceUnavailableException(), request.id);
    void reply.status(status).send(body);
  });
}
