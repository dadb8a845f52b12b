import { fileURLToPath } from 'node:url';

export type DatabaseEngine = 'embedded' | 'postgres';

/** Where the store is. `label` is fit for a log: it never holds a user name or a password. */
export type DatabaseTarget =
  | { readonly engine: 'embedded'; readonly path: string; readonly label: string }
  | { readonly engine: 'postgres'; readonly url: string; readonly label: string };

/**
 * Reads `file:data/bank.db` (relative to the working directory), `file:/abs/bank.db`, `file:///abs/bank.db` or a
 * `postgres://` URL.
 *
 * @throws TypeError for anything else.
 */
export function parseDatabaseUrl(url: string): DatabaseTarget {
  if (url.startsWith('file:')) {
    const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
    return { engine: 'embedded', path, label: `the embedded database ${path}` };
  }
  if (/^postgres(ql)?:\/\//.test(url)) return { engine: 'postgres', url, label: labelOf(url) };
  throw new TypeError('A database URL must start with file: or postgres://.');
}

/** Forms that `URL` cannot read, such as a bare socket directory, get a label without detail. */
function labelOf(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL';
  const { host, pathname } = new URL(url);
  return `PostgreSQL ${host}${pathname}`;
}
