import { ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult } from '@nestjs/terminus';
import { EMERGENCY_MODE } from '../common/emergency-mode';

export type ReadinessReport = HealthCheckResult | DegradedReport;

type DegradedReport = Omit<HealthCheckResult, 'status'> & {
  readonly status: 'degraded';
  /** There while the model is down. */
  readonly mode?: typeof EMERGENCY_MODE;
};

/**
 * Without a model callers can still block cards; what the bank's card system has not heard of waits for it; without
 * Redis each instance counts for itself; whose key is in use is served, whatever became of the file of keys.
 */
const DISPENSABLE: readonly string[] = ['model', 'card_system', 'redis', 'api_keys'];

/**
 * The service must not be taken off the line for want of what it can do without: it is ready, and says that it is
 * degraded.
 *
 * @throws the error that was given when anything else is down.
 */
export function allowPartialOutage(error: unknown): ReadinessReport {
  if (!(error instanceof ServiceUnavailableException)) throw error;
  const report = error.getResponse() as HealthCheckResult;
  if (report.status !== 'error') throw error;
  const down = Object.keys(report.error ?? {});
  if (down.some((name) => !DISPENSABLE.includes(name))) throw error;
  return { ...report, status: 'degraded', ...(down.includes('model') ? { mode: EMERGENCY_MODE } : {}) };
}
