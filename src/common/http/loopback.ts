const LOOPBACK = '(?:(?:[a-z0-9-]+\\.)*localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d{1,5})?';
const LOOPBACK_HOST = new RegExp(`^${LOOPBACK}$`, 'i');

/** The origins of the pages of this machine. */
export const LOOPBACK_ORIGIN = new RegExp(`^https?://${LOOPBACK}$`);

/** Whether a `Host` header names this machine: by a name that nobody can register, or by an address. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
