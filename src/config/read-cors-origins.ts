import { type CorsOrigins, type NodeEnvironment } from './app-config';

interface Circumstances {
  readonly nodeEnvironment: NodeEnvironment;
  /** Whether requests need a key. */
  readonly hasKeys: boolean;
  /** Where problems go. */
  readonly problems: string[];
}

/**
 * Whose pages may read replies. Without a setting only those of this machine may, and in production none: a browser
 * that reaches the service lends its place in the network to whatever page it shows.
 */
export function readCorsOrigins(text: string | undefined, circumstances: Circumstances): CorsOrigins {
  const { nodeEnvironment, hasKeys, problems } = circumstances;
  if (text === undefined) return nodeEnvironment === 'production' ? [] : 'loopback';
  if (text === 'none') return [];
  if (text === '*') {
    if (!hasKeys) problems.push('CORS_ORIGINS is *; where no key is needed, any page could do anything: name origins.');
    return 'any';
  }
  const origins = text.split(/[\s,]+/).filter((origin) => origin !== '');
  for (const [index, origin] of origins.entries()) {
    if (isOrigin(origin)) continue;
    problems.push(
      `CORS_ORIGINS: entry ${index + 1} must be an origin such as https://app.example.com or http://localhost:3000, ` +
        'in lower case and without a path.',
    );
  }
  return Object.freeze(origins);
}

/** As browsers write it in the header, which is compared letter by letter. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
