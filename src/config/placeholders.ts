/** A value only the team knows that still stands as the marked placeholder. */
export interface Placeholder {
  /** Dotted configuration path. */
  readonly path: string;
  /** The placeholder that stands there. */
  readonly value: string;
  /** What to put there. */
  readonly meaning: string;
}
