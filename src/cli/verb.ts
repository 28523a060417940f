import type { Catalog } from '../catalog';
import type { Ladder } from '../kit/ladder';

/** What a person typed after a flag: nothing checked yet beyond the flag being known. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A flag, as help and the reference page show it. */
export interface Flag {
  readonly type: 'string' | 'boolean' | 'list';
  readonly summary: string;
  /** Word that stands for the value in help. @default - the flag's name */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

export interface Positional {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
}

/** What a verb hands back; the frame prints it. */
export interface Outcome {
  readonly text: (look: { readonly color: boolean }) => string;
  readonly json: unknown;
  /** @default 0 */
  readonly exitCode?: 0 | 1 | 3;
}

/** What every operation runs on. */
export interface Engine {
  readonly ladder: Ladder;
  readonly catalog: Catalog;
  readonly progress: (text: string) => void;
}

/** One verb of the command line: data for parser, help and reference page, and a thin call of one operation. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly positional?: Positional;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Command and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  readonly run: (engine: Engine, args: Arguments) => Promise<Outcome>;
}
