interface RouteShape {
  readonly method: string | readonly string[];
  readonly url: string;
}

interface KnownRoute {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

const IMPLIED_METHODS = new Set(['HEAD', 'OPTIONS']);

/** Remembers which methods each path has, since a router only answers "not found" for a known path and a wrong method. */
export class RouteTable {
  private readonly routes = new Map<string, KnownRoute>();

  record({ method, url }: RouteShape): void {
    const route = this.routes.get(url) ?? { pattern: toPattern(url), methods: new Set<string>() };
    for (const name of [method].flat()) if (!IMPLIED_METHODS.has(name)) route.methods.add(name);
    this.routes.set(url, route);
  }

  /** The methods that the path of a URL is served with; empty for an unknown path. */
  methodsOf(url: string): readonly string[] {
    const path = (url.split('?')[0] ?? '').replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
    const methods = [...this.routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(methods.flatMap((route) => [...route.methods]))];
  }
}

function toPattern(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[^/]+/g, '[^/]+').replace(/\*/g, '.*')}$`);
}
