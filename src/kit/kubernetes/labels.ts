/** Labels every object of a component carries, and the ones its selectors use. */
export interface Labels {
  /** On every object and pod; may change with a release. */
  readonly all: Record<string, string>;
  /** In selectors: immutable, so without version and without stage. */
  readonly selector: Record<string, string>;
}

export interface LabelOptions {
  /** `app.kubernetes.io/instance`. @default - the name */
  readonly instance?: string;
  /** `app.kubernetes.io/component`: the role inside a system, for example `alert-router`. */
  readonly component?: string;
  /** `app.kubernetes.io/part-of`. */
  readonly partOf?: string;
  /** `app.kubernetes.io/version`. */
  readonly version?: string;
}

/** The recommended labels of the Kubernetes project. */
export function labels(name: string, options: LabelOptions = {}): Labels {
  const selector = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': options.instance ?? name };
  const rest: Record<string, string> = { ...selector, 'app.kubernetes.io/managed-by': 'stagecraft' };
  if (options.component) rest['app.kubernetes.io/component'] = options.component;
  if (options.partOf) rest['app.kubernetes.io/part-of'] = options.partOf;
  if (options.version) rest['app.kubernetes.io/version'] = options.version;
  return { all: rest, selector };
}
