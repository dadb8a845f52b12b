import { type ServerResponse } from 'node:http';
import { type ServiceFault } from './service-fault';

/** Answers with an exception as the service does: its name in a header, its words in the body. */
export function refuse(response: ServerResponse, fault: ServiceFault, retryAfterSeconds?: number): void {
  response.writeHead(fault.status, {
    'content-type': 'application/json',
    'x-amzn-errortype': `${fault.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(JSON.stringify({ message: fault.message }));
}
