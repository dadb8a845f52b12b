import { ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult } from '@nestjs/terminus';
import { EMERGENCY_MODE } from '../common/emergency-mode';

export type ReadinessReport =
  | HealthCheckResult
  | (Omit<HealthCheckResult, 'status'> & { readonly status: 'degraded'; readonly mode: typeof EMERGENCY_MODE });

/**
 * Without a model the service still blocks cards, by its emergency dialogue, and it must not be taken off the line for
 * want of more: it is ready, and says that it is degraded.
 *
 * @throws the error that was given when anything but the model is down.
 */
export function allowModelOutage(error: unknown): ReadinessReport {
  if (!(error instanceof ServiceUnavailableException)) throw error;
  const report = error.getResponse() as HealthCheckResult;
  if (report.status !== 'error' || Object.keys(report.error ?? {}).some((name) => name !== 'model')) throw error;
  return { ...report, status: 'degraded', mode: EMERGENCY_MODE };
}
