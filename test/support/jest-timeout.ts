// A busy machine is slow, not wrong: what hangs is still found, only later.
jest.setTimeout(60_000);
