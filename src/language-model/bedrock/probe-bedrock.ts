import { type ModelHealth } from '../language-model';
import { type BedrockConnection } from './bedrock-connection';
import { readErrorFacts } from './read-error-facts';
import { UpstreamCall } from './upstream-call';

const PROBE_LIMIT_MS = 1_900;

/**
 * Whether a call would have a chance: there are credentials and the endpoint answers. It costs no tokens and, as it
 * uses the sockets of real calls, leaves a warm one behind. Never throws.
 */
export async function probeBedrock(connection: BedrockConnection, region: string): Promise<ModelHealth> {
  const probe = new UpstreamCall(new AbortController().signal, PROBE_LIMIT_MS);
  try {
    const credentials = connection.resolveCredentials();
    await probe.within({ pending: credentials, limitMs: PROBE_LIMIT_MS, waitingFor: 'credentials' });
  } catch (error) {
    probe.end();
    return { state: 'down', detail: `No AWS credentials could be resolved (${nameFailure(error)}).` };
  }
  try {
    await probe.within({ pending: connection.ping(probe.signal), limitMs: PROBE_LIMIT_MS, waitingFor: 'an answer' });
    return { state: 'up', detail: `The Bedrock endpoint for ${region} answers.` };
  } catch (error) {
    return { state: 'down', detail: `The Bedrock endpoint for ${region} does not answer (${nameFailure(error)}).` };
  } finally {
    probe.end();
  }
}

/** A name or a code only: messages of the SDK may hold ARNs and account ids. */
function nameFailure(error: unknown): string {
  const { name, systemCode } = readErrorFacts(error);
  return systemCode ?? name;
}
