/** Whether an error carries a driver's or the system's code, such as SQLITE_BUSY, 57014 or ECONNREFUSED. */
export function hasErrorCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
