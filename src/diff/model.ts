/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** One Terraform stack: its JSON document, and who made each block. */
export interface StackSide {
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** Component by address, for `why`. */
  readonly owners?: Readonly<Record<string, string>>;
}

/** One Kubernetes object and where it came from. Neither component nor layer is part of its identity. */
export interface ObjectSide {
  readonly object: KubernetesObject;
  readonly component?: string;
  /** Place of its layer in apply order. @default 0 */
  readonly layer?: number;
}

export interface FileSide {
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
  readonly component?: string;
}

/** One side of a comparison: everything a platform renders, as data. */
export interface Bundle {
  /** In apply order. */
  readonly terraform: readonly StackSide[];
  readonly kubernetes: readonly ObjectSide[];
  readonly files: readonly FileSide[];
}

export const SIDES = ['terraform', 'kubernetes', 'files'] as const;
export type Side = (typeof SIDES)[number];

export const ACTIONS = ['added', 'changed', 'removed'] as const;
export type Action = (typeof ACTIONS)[number];

/** Mildest first; a change that is several of them is the last. */
export const CLASSES = ['safe', 'rollout', 'disruption', 'replace', 'data'] as const;
export type ChangeClass = (typeof CLASSES)[number];

/** What each class means, for people. */
export const MEANING: Readonly<Record<ChangeClass, string>> = {
  safe: 'nothing that runs is touched',
  rollout: 'pods or nodes are replaced one after another',
  disruption: 'something that works today may stop working',
  replace: 'cannot be changed in place: deleted and made again',
  data: 'data, or the key to it, is removed',
};

/** What makes a thing that thing. */
export type Identity =
  | { readonly stack: string; readonly address: string }
  | { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string }
  | { readonly path: string };

/** One place that differs. */
export interface ChangedPath {
  /**
   * Dotted path; `[name=app]` is a list item paired by that field, `[2]` one paired by position, `[]` an item of a list
   * whose order means nothing, `["a.b/c"]` a key with other characters. Empty for the text of a file.
   */
  readonly path: string;
  readonly action: Action;
  readonly old?: unknown;
  readonly new?: unknown;
  /** Only the order of the items differs; `old` and `new` name them. */
  readonly reordered?: true;
}

/** Why a change is of a class. */
export interface Verdict {
  readonly class: ChangeClass;
  /** Name of the rule. */
  readonly rule: string;
  readonly reason: string;
  /** Where the rule's fact is written. */
  readonly source: string;
  /** Changed paths it is about. @default - the whole thing */
  readonly paths?: readonly string[];
}

/** A default of an earlier stage's component that a later stage raised. */
export interface Raise {
  /** Dotted path in the configuration. */
  readonly path: string;
  readonly stage: number;
}

/** Where a change comes from. */
export interface Why {
  readonly component?: string;
  /** Stage that brings the component. */
  readonly stage?: number;
  /** Values of the component that differ between the sides because a stage raised them. */
  readonly raised?: readonly Raise[];
}

export interface Change {
  readonly side: Side;
  readonly action: Action;
  readonly identity: Identity;
  /** The identity as people write it: `cluster/aws_eks_cluster.this`, `Deployment monitoring/grafana`, a path. */
  readonly name: string;
  /** The worst of `verdicts`, `safe` without any. */
  readonly class: ChangeClass;
  readonly verdicts: readonly Verdict[];
  readonly why?: Why;
  /** What differs; empty for what was added or removed whole. */
  readonly paths: readonly ChangedPath[];
}

/** What is known of a component, by name. */
export type Reasons = Readonly<Record<string, Omit<Why, 'component'>>>;

export interface CompareOptions {
  /** By kind: which field pairs the items of which list, as the Kubernetes API declares it. */
  readonly mergeKeys: Readonly<Record<string, unknown>>;
  readonly reasons?: Reasons;
}

export interface Summary {
  readonly total: number;
  readonly sides: Readonly<Record<Side, Readonly<Record<Action, number>>>>;
  readonly classes: Readonly<Record<ChangeClass, number>>;
}

/** Every difference between two bundles, in order: Terraform by stack and address, Kubernetes by layer, kind and name, files by path. */
export interface ChangeSet {
  readonly summary: Summary;
  readonly changes: readonly Change[];
}
