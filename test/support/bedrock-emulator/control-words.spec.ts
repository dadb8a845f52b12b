import { readControlWords } from './control-words';

describe(readControlWords.name, () => {
  it('should find nothing in plain text', () => {
    expect(readControlWords('What loans do you offer?')).toMatchObject({
      toolCalls: [],
      httpError: undefined,
      streamFault: undefined,
      stopReason: undefined,
      thinks: false,
      isEmpty: false,
    });
  });

  it('should read numbers', () => {
    expect(readControlWords('N=12 FIRST=30 GAP=5 AFTER=2 RETRY_AFTER=9')).toMatchObject({
      chunkCount: 12,
      firstEventDelayMs: 30,
      gapMs: 5,
      faultAfter: 2,
      retryAfterSeconds: 9,
    });
  });

  it('should read several tool calls, and no words inside their JSON', () => {
    const words = readControlWords('CALL_TOOL a {"x":{"y":"} EMPTY \\" ERR_500"}} and CALL_TOOL b CALL_TOOL c {}');
    expect(words.toolCalls).toEqual([
      { name: 'a', input: '{"x":{"y":"} EMPTY \\" ERR_500"}}' },
      { name: 'b', input: undefined },
      { name: 'c', input: '{}' },
    ]);
    expect(words).toMatchObject({ isEmpty: false, httpError: undefined });
  });

  it('should read errors', () => {
    expect(readControlWords('please ERR_429x2 now').httpError).toEqual({ status: 429, times: 2 });
    expect(readControlWords('ERR_503').httpError).toEqual({ status: 503, times: Infinity });
    expect(readControlWords('ERR_MID_429')).toMatchObject({ streamFault: 'throttling', httpError: undefined });
  });

  it('should read an exact answer', () => {
    expect(readControlWords('JSON {"a":[1,{"b":2}]} THINK')).toMatchObject({
      exactText: '{"a":[1,{"b":2}]}',
      thinks: true,
    });
  });
});
