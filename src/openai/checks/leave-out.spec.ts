import { leaveOut } from './leave-out';

describe(leaveOut.name, () => {
  const body = { a: 1, list: [{ b: 2, c: 3 }, { d: 4 }] };

  it.each<[readonly (string | number)[], object]>([
    [['a'], { list: body.list }],
    [['list', 0], { a: 1, list: [{ d: 4 }] }],
    [['list', 0, 'b'], { a: 1, list: [{ c: 3 }, { d: 4 }] }],
    [['z'], body],
    [['list', 7, 'b'], body],
    [['a', 'b'], body],
    [['toString'], body],
    [[], body],
  ])('should leave out %j', (path, expected) => {
    expect(leaveOut(body, path)).toEqual(expected);
  });

  it('should change nothing of the original', () => {
    leaveOut(body, ['list', 0, 'b']);
    expect(body).toEqual({ a: 1, list: [{ b: 2, c: 3 }, { d: 4 }] });
  });
});
