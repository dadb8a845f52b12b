/** Why a file cannot be read, as the system's own code, for example `ENOENT`; its words would name the file again. */
export function nameFileError(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return isCoded ? String(error.code) : 'unknown';
}
