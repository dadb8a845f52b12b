import { Agent } from 'node:http';
import * as fc from 'fast-check';
import { type ApiDocument, listOperations } from '../e2e/docs/api-document';
import { ReplyChecker } from './support/reply-checker';
import { type FuzzRequest, makeRequestArbitrary } from './support/request-arbitrary';
import { sendRequest } from './support/send-request';
import { type FuzzedService, startFuzzedService } from './support/start-fuzzed-service';

/** Enough to overlap, and far below what the service refuses as too much at once. */
const REQUESTS_AT_ONCE = 8;

interface FuzzPlan {
  readonly count: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
}

export interface FuzzReport {
  readonly sent: number;
  /** What was wrong, with the smallest request that shows it; empty when all is well. */
  readonly failures: readonly string[];
  /** How many replies each kind of request got with each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The documented operations that answered no request with 200. */
  readonly neverAnswered: readonly string[];
}

/** Sends that many requests to the built service in a process of its own, and judges each reply. */
export async function runFuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const service = await startFuzzedService();
  try {
    const report = await sendAll(service, plan);
    const ended = service.isRunning() ? [] : ['The service has ended.'];
    const failures = [...report.failures, ...ended];
    return { ...report, failures: failures.length === 0 ? [] : [...failures, `Last logs:\n${service.lastLogs()}`] };
  } finally {
    await service.stop();
  }
}

async function sendAll({ url, keys }: FuzzedService, { count, seed }: FuzzPlan): Promise<FuzzReport> {
  const response = await fetch(`${url}/docs-json`);
  const document = (await response.json()) as ApiDocument;
  const requests = makeRequestArbitrary(document, keys);
  const checker = new ReplyChecker(document);
  const agent = new Agent({ keepAlive: true, maxSockets: REQUESTS_AT_ONCE });
  const statuses: Record<string, number> = {};
  const answered = new Set<string>();
  let sent = 0;
  const send = async (request: FuzzRequest): Promise<void> => {
    const reply = await sendRequest(url, request, agent);
    sent += 1;
    const group = `${request.kind} ${reply.status}`;
    statuses[group] = (statuses[group] ?? 0) + 1;
    if (reply.status === 200) answered.add(request.operationId ?? '');
    checker.check(request, reply);
  };
  const lanes = Array.from({ length: REQUESTS_AT_ONCE }, async (_, lane) => {
    const numRuns = Math.floor((count + lane) / REQUESTS_AT_ONCE);
    const details = await fc.check(fc.asyncProperty(requests, send), { numRuns, seed: seed + lane });
    return details.failed ? [describeFailure(details)] : [];
  });
  const failures = (await Promise.all(lanes)).flat();
  agent.destroy();
  const operations = listOperations(document).map(({ operationId }) => operationId);
  return { sent, failures, statuses, neverAnswered: operations.filter((name) => !answered.has(name)) };
}

function describeFailure({ errorInstance, counterexample }: fc.RunDetails<[FuzzRequest]>): string {
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${reason}\n${fc.stringify(counterexample?.[0])}`;
}
