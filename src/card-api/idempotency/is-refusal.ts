import { StepUpRequiredError } from '../card-api-error';

const CLIENT_ERROR = 400;
const SERVER_ERROR = 500;

/** Whether the request was turned away before it could change anything: by its own fault, or by the policy. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof StepUpRequiredError) return true;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= CLIENT_ERROR && status < SERVER_ERROR;
}
