import { RouteTable } from './route-table';

describe(RouteTable.name, () => {
  const routes = new RouteTable();
  routes.record({ method: 'POST', url: '/v1/chat/completions' });
  routes.record({ method: ['GET', 'HEAD'], url: '/v1/models' });
  routes.record({ method: 'GET', url: '/v1/models/:id' });
  routes.record({ method: 'DELETE', url: '/v1/models/:id' });
  routes.record({ method: 'GET', url: '/docs/*' });
  routes.record({ method: 'OPTIONS', url: '/ping' });
  routes.record({ method: 'GET', url: '/file.json' });

  it.each([
    ['/v1/chat/completions', ['POST']],
    ['/v1/chat/completions/', ['POST']],
    ['//v1///chat//completions//', ['POST']],
    ['/v1/chat/completions?stream=true&path=/v1/models', ['POST']],
    ['/v1/models', ['GET']],
    ['/v1/models/a', ['GET', 'DELETE']],
    ['/v1/models/a%2Fb', ['GET', 'DELETE']],
    ['/docs/a/b.js', ['GET']],
    ['/file.json', ['GET']],
  ])('should know the methods of %s', (url, methods) => {
    expect(routes.methodsOf(url)).toEqual(methods);
  });

  it.each([
    '',
    '/',
    '/v1',
    '/v1/models/a/b',
    '/v1/chat/completions/more',
    '/V1/models',
    '/ping',
    '/filexjson',
    '?a=/v1/models',
  ])('should know nothing of %p', (url) => {
    expect(routes.methodsOf(url)).toEqual([]);
  });
});
