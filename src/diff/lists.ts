/** How the items of lists are paired, at one place of a value and below it. */
export interface ListKeys {
  /** Fields whose value says which item is which. */
  readonly itemKeys: readonly string[];
  /** Whether the order of items means nothing. */
  readonly isSet: boolean;
  below(field: string): ListKeys;
}

/** Lists of the Kubernetes API whose order means nothing and that have no merge key. */
const KUBERNETES_SETS: ReadonlySet<string> = new Set([
  'accessModes',
  'add',
  'apiGroups',
  'drop',
  'egress',
  'finalizers',
  'from',
  'ingress',
  'namespaces',
  'nonResourceURLs',
  'operations',
  'policyTypes',
  'resourceNames',
  'resources',
  'subjects',
  'to',
  'verbs',
]);

/** Block lists and attributes that the AWS provider declares as sets, or sends to an API that keeps no order. */
const TERRAFORM_SETS: ReadonlySet<string> = new Set([
  'actions',
  'alarm_actions',
  'allowed_account_ids',
  'cidr_blocks',
  'condition',
  'depends_on',
  'enabled_cluster_log_types',
  'identifiers',
  'not_actions',
  'not_resources',
  'ok_actions',
  'policy_arns',
  'principals',
  'public_access_cidrs',
  'resources',
  'route_table_ids',
  'security_group_ids',
  'source_policy_documents',
  'subnet_ids',
  'values',
  'vpc_security_group_ids',
]);

/** Fields that tell the blocks of a Terraform list apart. */
const TERRAFORM_KEYS: Readonly<Record<string, readonly string[]>> = {
  block_device_mappings: ['device_name'],
  filter: ['name'],
  pod_identity_association: ['service_account'],
  rule: ['id'],
  statement: ['sid'],
  tag: ['key'],
  tag_specifications: ['resource_type'],
  taint: ['key', 'effect'],
};

/** Pairing for one Kubernetes object, from the merge keys of its kind; a custom resource has none. */
export function kubernetesKeys(tree: unknown): ListKeys {
  return keysOf(tree, false);
}

function keysOf(tree: unknown, isSet: boolean): ListKeys {
  const fields = (tree !== null && typeof tree === 'object' ? tree : {}) as Readonly<Record<string, unknown>>;
  return {
    itemKeys: typeof fields.$key === 'string' ? [fields.$key] : [],
    isSet,
    below: (field) => keysOf(fields[field], KUBERNETES_SETS.has(field)),
  };
}

/** Pairing for one Terraform block. */
export const terraformKeys: ListKeys = terraformAt('');

function terraformAt(field: string): ListKeys {
  return {
    itemKeys: TERRAFORM_KEYS[field] ?? [],
    isSet: TERRAFORM_SETS.has(field),
    below: terraformAt,
  };
}

interface Pairs {
  /** By the item's id, `name=app`: what stands on either side. */
  readonly items: ReadonlyMap<string, readonly [unknown, unknown]>;
  /** Ids of the items both sides have, in their order. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Items of both lists paired by key; nothing if the key does not tell them apart. */
export function pairsOf(
  before: readonly unknown[],
  after: readonly unknown[],
  keys: readonly string[],
): Pairs | undefined {
  if (keys.length === 0) return undefined;
  for (const fields of [keys, [...keys, 'protocol']]) {
    const [a, b] = [byId(before, fields), byId(after, fields)];
    if (!a || !b) continue;
    const items = new Map([...a, ...b].map(([id]) => [id, [a.get(id), b.get(id)] as const]));
    return {
      items,
      before: [...a.keys()].filter((id) => b.has(id)),
      after: [...b.keys()].filter((id) => a.has(id)),
    };
  }
  return undefined;
}

export function sameOrder({ before, after }: Pairs): boolean {
  return before.every((id, index) => id === after[index]);
}

function byId(items: readonly unknown[], fields: readonly string[]): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const id = idOf(item, fields);
    if (id === undefined || found.has(id)) return undefined;
    found.set(id, item);
  }
  return found;
}

function idOf(item: unknown, [first = '', ...rest]: readonly string[]): string | undefined {
  if (item === null || typeof item !== 'object' || !Object.hasOwn(item, first)) return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  const more = rest.filter((field) => fields[field] !== undefined);
  return [first, ...more].map((field) => `${field}=${String(fields[field])}`).join(',');
}
