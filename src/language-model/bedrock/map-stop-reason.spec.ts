import { mapStopReason } from './map-stop-reason';

describe(mapStopReason.name, () => {
  it.each([
    ['end_turn', 'end-turn'],
    ['stop_sequence', 'end-turn'],
    ['tool_use', 'tool-use'],
    ['max_tokens', 'max-tokens'],
    ['model_context_window_exceeded', 'max-tokens'],
    ['content_filtered', 'content-filter'],
    ['guardrail_intervened', 'content-filter'],
    ['something_new', 'end-turn'],
    [undefined, 'end-turn'],
  ])('should map %s to %s', (stopReason, expected) => {
    expect(mapStopReason(stopReason)).toBe(expected);
  });

  it.each(['malformed_tool_use', 'malformed_model_output'])('should refuse %s', (stopReason) => {
    expect(() => mapStopReason(stopReason)).toThrow(`The model stopped with ${stopReason}.`);
  });
});
