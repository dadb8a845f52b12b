/** A place in the chain of entries; number 0 is before the first one. */
export interface ChainLink {
  readonly seq: number;
  readonly hash: string;
}
