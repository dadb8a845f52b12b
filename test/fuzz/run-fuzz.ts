import { Agent } from 'node:http';
import * as fc from 'fast-check';
import { type ApiDocument, listOperations } from '../e2e/docs/api-document';
import { ReplyChecker } from './support/reply-checker';
import { type FuzzRequest, makeRequestArbitrary } from './support/request-arbitrary';
import { sendRequest } from './support/send-request';
import { FUZZ_KEYS, type FuzzedService, startFuzzedServices } from './support/start-fuzzed-services';

/** How many requests each service has at once: enough to overlap, and far below what it refuses as too much. */
const LANES_OF_SERVICE = 3;

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

/** Sends that many requests to the built service, in each of its modes a part of them, and judges each reply. */
export async function runFuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const { services, stop } = await startFuzzedServices();
  try {
    const report = await sendAll(services, plan);
    const ended = services.flatMap(({ mode, isRunning }) => (isRunning() ? [] : [`The ${mode} service has ended.`]));
    const failures = [...report.failures, ...ended];
    const logs = services.map(({ mode, lastLogs }) => `Last logs of the ${mode} service:\n${lastLogs()}`);
    return { ...report, failures: failures.length === 0 ? [] : [...failures, ...logs] };
  } finally {
    await stop();
  }
}

async function sendAll(services: readonly FuzzedService[], { count, seed }: FuzzPlan): Promise<FuzzReport> {
  const document = await readDocument(services);
  const requests = makeRequestArbitrary(document, FUZZ_KEYS);
  const checker = new ReplyChecker(document);
  const agent = new Agent({ keepAlive: true, maxSockets: LANES_OF_SERVICE });
  const statuses: Record<string, number> = {};
  const answered = new Set<string>();
  let sent = 0;
  const send = async (url: string, request: FuzzRequest): Promise<void> => {
    const reply = await sendRequest(url, request, agent);
    sent += 1;
    const group = `${request.kind} ${reply.status}`;
    statuses[group] = (statuses[group] ?? 0) + 1;
    if (reply.status === 200) answered.add(request.operationId ?? '');
    checker.check(request, reply);
  };
  const lanes = Array.from({ length: LANES_OF_SERVICE }, () => services).flat();
  const runs = lanes.map(async ({ mode, url }, lane) => {
    const numRuns = Math.floor((count + lane) / lanes.length);
    const details = await fc.check(
      fc.asyncProperty(requests, (request) => send(url, request)),
      { numRuns, seed: seed + lane },
    );
    return details.failed ? [`In the mode ${mode}: ${describeFailure(details)}`] : [];
  });
  const failures = (await Promise.all(runs)).flat();
  agent.destroy();
  const operations = listOperations(document).map(({ operationId }) => operationId);
  return { sent, failures, statuses, neverAnswered: operations.filter((name) => !answered.has(name)) };
}

/** One document speaks for the service in all of its modes. */
async function readDocument(services: readonly FuzzedService[]): Promise<ApiDocument> {
  const texts = await Promise.all(services.map(async ({ url }) => (await fetch(`${url}/docs-json`)).text()));
  if (new Set(texts).size !== 1) throw new Error('The modes have documents of their own.');
  return JSON.parse(texts[0] ?? '') as ApiDocument;
}

function describeFailure({ errorInstance, counterexample }: fc.RunDetails<[FuzzRequest]>): string {
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${reason}\n${fc.stringify(counterexample?.[0])}`;
}
