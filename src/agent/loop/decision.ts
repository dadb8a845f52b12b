import { type ToolAction } from '../agent-event';

/** What the server itself did and says; no model has a part in it. */
export interface Decision {
  readonly actions: readonly ToolAction[];
  readonly say: string;
}
