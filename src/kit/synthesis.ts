import type { Layer, StarterFile } from './contract';
import type { CustomObject } from './kubernetes';
import type { TerraformDocument } from './terraform';

/** Everything a platform needs, built in memory; nothing is written. */
export interface Synthesis {
  readonly terraform: readonly SynthesizedStack[];
  readonly kubernetes: readonly SynthesizedDirectory[];
  readonly files: readonly StarterFile[];
  /** Every image the Kubernetes side needs, sorted: for mirrors of air-gapped clusters. */
  readonly images: readonly string[];
}

export interface SynthesizedStack {
  readonly name: string;
  readonly after: readonly string[];
  readonly document: TerraformDocument;
  /** Component that made a block, by address. */
  readonly owners?: Readonly<Record<string, string>>;
}

export interface SynthesizedDirectory {
  /** Directory under `kubernetes/`. */
  readonly name: string;
  readonly component: string;
  readonly layer: Layer;
  readonly objects: readonly CustomObject[];
}
