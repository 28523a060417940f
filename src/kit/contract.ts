import type { Chart } from 'cdk8s';
import type { ZodType } from 'zod';
import type { Catalog } from '../catalog';
import type { WorkloadIdentity } from './identity';
import type { Monitoring } from './monitoring';
import type { Stack } from './terraform';

export type StageNumber = 1 | 2 | 3 | 4 | 5;

/** One of the five rungs. A stage is data: what it brings, what it raises, what it asks of people. */
export interface Stage {
  readonly number: StageNumber;
  /** Folder and package name without the number, for example `bootstrapping`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Terraform stacks this stage adds, in apply order. */
  readonly stacks: readonly StackDeclaration[];
  /** Components in the order they are built. */
  readonly components: readonly Component[];
  /** Defaults of earlier components that this stage raises, by dotted configuration path; the user's file still wins. */
  readonly raises?: Readonly<Record<string, unknown>>;
  readonly people: People;
}

export interface StackDeclaration {
  /** Name of the stack, its directory and its state; by concern, never by stage. Cannot change later. */
  readonly name: string;
  readonly title: string;
  /** Stacks that must be applied first. */
  readonly after: readonly string[];
  /** Left out when this says no, for example `network` with an existing VPC. @default - always there */
  readonly when?: (context: Context) => boolean;
}

/** The people's work of a stage. */
export interface People {
  /** Team name of the code owners by path of the bundle. */
  readonly owners: Readonly<Record<string, string>>;
  /** What a reviewer of this stage's changes looks at. */
  readonly review: readonly string[];
  /** What must be true before the next stage. */
  readonly ready: readonly string[];
}

/** The unit inside a stage: declared once, with up to three faces. */
export interface Component<C = any> {
  /** Kebab-case name; the directory under `kubernetes/`. Cannot change later. */
  readonly name: string;
  readonly title: string;
  /** What it brings, one line, for `stages`. */
  readonly summary: string;
  /** Key in stagecraft.yaml and what may stand below it. A component with `optional` also takes `enabled`. */
  readonly config?: ConfigFragment<C>;
  /** Whether it can be switched off with `<key>.enabled: false`. @default false */
  readonly optional?: boolean;
  /**
   * What chooses it, where several components do the same in different ways; what is not chosen is as good as switched off.
   * @default - it needs no choosing
   */
  readonly chosenBy?: Choice;
  /** Components this one cannot do without, by name. */
  readonly needs?: readonly string[];
  /** Checks over the whole configuration that no schema can express; returns faults by path below this component's key. */
  readonly check?: (context: Context<C>) => readonly ConfigFault[];
  /** What is likely a slip but may be meant, in the form of `check`: `validate` and `generate` say it, nothing is refused. */
  readonly advise?: (context: Context<C>) => readonly ConfigFault[];
  readonly identities?: (context: Context<C>) => readonly WorkloadIdentity[];
  /** Scrape targets, rules, dashboards and runbooks; the monitoring components collect them from every stage. */
  readonly monitoring?: (context: Context<C>) => Monitoring;
  /**
   * What the kit must know of the cluster while the manifests of any component are built, by a key of the kit: for example
   * where names are resolved if no pod does it.
   */
  readonly surroundings?: (context: Context<C>) => Readonly<Record<string, string>>;
  readonly aws?: AwsFace<C> | readonly AwsFace<C>[];
  readonly k8s?: KubernetesFace<C> | readonly KubernetesFace<C>[];
  readonly files?: (context: Context<C>) => readonly StarterFile[];
}

/** A value of the configuration that brings a component. */
export interface Choice {
  /** Dotted path in stagecraft.yaml. */
  readonly path: string;
  readonly is: string;
}

export interface ConfigFragment<C> {
  /** camelCase key in stagecraft.yaml. */
  readonly key: string;
  /**
   * A strict object, every field documented with `.describe()` (unit, default, whether it can change later) and carrying
   * its default. Faults are worded from it; `.meta()` adds what it cannot say by itself:
   * - `allowed`: what may stand there, in words, where a pattern would be all people get to read;
   * - `placeholder`: marks a value only the team knows, listed as "fill before apply": `true` while the default (or
   *   nothing) stands, or a text that gives the placeholder away, such as `'@example/'`.
   */
  readonly schema: ZodType<C>;
}

export interface ConfigFault {
  /** Dotted path below the component's key; empty for the key itself. Starts with `/` for a path from the root. */
  readonly path: string;
  readonly what: string;
  readonly allowed?: string;
  readonly next?: string;
}

export interface AwsFace<C> {
  /** Name of the stack it is built in. */
  readonly stack: string;
  /** Left out when this says no. */
  readonly when?: (context: Context<C>) => boolean;
  /** Loads the builder, so that a verb that needs no Terraform loads no cdktf. */
  readonly load: () => Promise<(stack: Stack, context: Context<C>) => void>;
}

/** Order a fresh cluster needs: definitions, what serves webhooks, the rest. */
export type Layer = 'crds' | 'controllers' | 'platform';

export interface KubernetesFace<C> {
  /** Directory under `kubernetes/`. @default - the component's name */
  readonly directory?: string;
  readonly layer: Layer;
  readonly when?: (context: Context<C>) => boolean;
  /** Loads the builder, so that a verb that needs no Kubernetes loads no cdk8s. */
  readonly load: () => Promise<(chart: Chart, context: Context<C>) => void | Promise<void>>;
}

/** A file of the bundle that is written once and then the team's; regeneration merges into it. */
export interface StarterFile {
  /** Path in the bundle. */
  readonly path: string;
  readonly text: string;
  /** @default false */
  readonly executable?: boolean;
}

/** The part of the configuration that belongs to no component. */
export interface Platform {
  readonly stage: StageNumber;
  /** Name of the cluster and prefix of everything named after it. Cannot change later. */
  readonly name: string;
  /** AWS account of twelve digits. Cannot change later. */
  readonly account: string;
  /** AWS region. Cannot change later. */
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`, from the region. */
  readonly partition: string;
  /** DNS domain the platform's own names live under. */
  readonly domain: string;
  /** Tags on every AWS resource. */
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the IAM policy that bounds every role; some organizations let nobody make a role without. */
  readonly permissionsBoundary?: string;
  /** Registry every image is pulled from instead of its own, for air-gapped clusters. */
  readonly registry?: string;
  /** Where the bundle's repository is, for GitOps and links. */
  readonly repository: string;
  /** Teams by role, for CODEOWNERS and alert routing. */
  readonly teams: Readonly<Record<string, string>>;
  /** Where Terraform keeps its state. */
  readonly state: StateBackend;
}

export type StateBackend =
  | { readonly type: 's3'; readonly bucket: string; readonly region: string; readonly kmsKeyId?: string }
  | { readonly type: 'local' }
  | { readonly type: 'hcp'; readonly organization: string; readonly project?: string };

/** What a face or a check may know: the platform, its own fragment, and other components by their declaration. */
export interface Context<C = any> {
  readonly platform: Platform;
  readonly config: C;
  readonly catalog: Catalog;
  /** The stages in force, lowest first. */
  readonly stages: readonly Stage[];
  /** Every component of the stages in force that is switched on, in ladder order. */
  readonly components: readonly Component[];
  /** Configuration of another component; `undefined` if it is switched off or of a later stage. */
  configOf<T>(component: Component<T>): T | undefined;
  /** The same context seen by another component. */
  contextOf<T>(component: Component<T>): Context<T>;
  /** Whether a component of that name is there. */
  has(name: string): boolean;
  /** Image reference of a catalog entry, with the registry switch applied. */
  image(key: string): string;
}

/** Declares a component with its configuration type inferred. */
export function component<C>(declaration: Component<C>): Component<C> {
  return declaration;
}
