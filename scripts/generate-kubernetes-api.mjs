// Writes src/kit/kubernetes/api.ts and merge-keys.json from a published Kubernetes API schema.
//
//   node scripts/generate-kubernetes-api.mjs SCHEMA.json
//
// SCHEMA.json is the API server's OpenAPI v2 document, api/openapi-spec/swagger.json of the
// kubernetes/kubernetes repository at the minor the catalog defaults to, or just its `definitions`.
import { readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';

/** Every kind a component may build: [apiVersion, definition]. */
const KINDS = [
  [
    'v1',
    'io.k8s.api.core.v1',
    [
      'ConfigMap',
      'LimitRange',
      'Namespace',
      'PersistentVolumeClaim',
      'Pod',
      'ResourceQuota',
      'Secret',
      'Service',
      'ServiceAccount',
    ],
  ],
  ['apps/v1', 'io.k8s.api.apps.v1', ['DaemonSet', 'Deployment', 'StatefulSet']],
  ['batch/v1', 'io.k8s.api.batch.v1', ['CronJob', 'Job']],
  ['autoscaling/v2', 'io.k8s.api.autoscaling.v2', ['HorizontalPodAutoscaler']],
  ['networking.k8s.io/v1', 'io.k8s.api.networking.v1', ['Ingress', 'IngressClass', 'NetworkPolicy']],
  ['policy/v1', 'io.k8s.api.policy.v1', ['PodDisruptionBudget']],
  ['rbac.authorization.k8s.io/v1', 'io.k8s.api.rbac.v1', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']],
  ['scheduling.k8s.io/v1', 'io.k8s.api.scheduling.v1', ['PriorityClass']],
  ['storage.k8s.io/v1', 'io.k8s.api.storage.v1', ['StorageClass']],
  ['coordination.k8s.io/v1', 'io.k8s.api.coordination.v1', ['Lease']],
  [
    'admissionregistration.k8s.io/v1',
    'io.k8s.api.admissionregistration.v1',
    [
      'MutatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'ValidatingWebhookConfiguration',
    ],
  ],
  ['apiregistration.k8s.io/v1', 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1', ['APIService']],
];

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const definitions = source.definitions ?? source;
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

function adapt(id, definition) {
  const adapted = structuredClone(definition);
  delete adapted['x-kubernetes-group-version-kind'];
  if (id.endsWith('.IntOrString')) return { tsType: 'number | string' };
  if (id.endsWith('.Quantity')) return { tsType: 'number | string' };
  if (adapted.properties) adapted.additionalProperties = false;
  if (id === `${META}ObjectMeta`) {
    for (const key of [
      'managedFields',
      'ownerReferences',
      'selfLink',
      'resourceVersion',
      'uid',
      'generation',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'generateName',
    ])
      delete adapted.properties[key];
  }
  return adapted;
}

const used = new Map();
function collect(value) {
  if (Array.isArray(value)) return value.forEach(collect);
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') {
    const id = value.$ref.replace('#/definitions/', '');
    if (!used.has(id)) {
      used.set(id, adapt(id, definitions[id]));
      collect(used.get(id));
    }
  }
  Object.values(value).forEach(collect);
}

const roots = KINDS.flatMap(([apiVersion, prefix, kinds]) =>
  kinds.map((kind) => {
    const id = `${prefix}.${kind}`;
    const definition = adapt(id, definitions[id]);
    delete definition.properties.status;
    definition.properties.apiVersion = { const: apiVersion };
    definition.properties.kind = { const: kind };
    definition.properties.metadata = {
      tsType: 'ObjectMeta & { name: string }',
      allOf: [definition.properties.metadata],
    };
    definition.required = [...new Set(['apiVersion', 'kind', 'metadata', ...(definition.required ?? [])])];
    used.set(id, definition);
    return id;
  }),
);
for (const id of roots) collect(used.get(id));

// A short name where one definition holds it, otherwise group and version in front.
const short = (id) => id.split('.').at(-1);
const holders = Map.groupBy
  ? Map.groupBy(used.keys(), short)
  : [...used.keys()].reduce((m, id) => m.set(short(id), [...(m.get(short(id)) ?? []), id]), new Map());
const name = (id) => {
  const rivals = holders.get(short(id));
  if (rivals.length === 1 || id.startsWith('io.k8s.api.core.v1.') || (short(id) === 'Subject' && id.includes('rbac')))
    return short(id);
  const [group] = id.split('.').slice(-3);
  return group[0].toUpperCase() + group.slice(1) + short(id);
};
const rename = (value) =>
  JSON.parse(JSON.stringify(value).replaceAll(/#\/definitions\/([\w.-]+)/g, (_, id) => `#/definitions/${name(id)}`));

const schema = { title: 'Unused', definitions: {}, oneOf: [] };
for (const id of [...used.keys()].sort()) schema.definitions[name(id)] = { ...rename(used.get(id)), title: name(id) };
schema.oneOf = roots.sort().map((id) => ({ $ref: `#/definitions/${name(id)}` }));
schema.title = 'KubernetesObject';

const text = await compile(schema, 'KubernetesObject', {
  additionalProperties: true,
  bannerComment:
    '// Written by scripts/generate-kubernetes-api.mjs from the published API schema; never edited by hand.',
  style: { singleQuote: true, printWidth: 120 },
  unreachableDefinitions: false,
});
writeFileSync('src/kit/kubernetes/api.ts', text);

// What a strategic merge patch pairs list items by, as the API itself declares it: field path by kind of the list's owner.
const mergeKeys = {};
for (const [id, definition] of Object.entries(definitions)) {
  for (const [field, property] of Object.entries(definition.properties ?? {})) {
    const key = property['x-kubernetes-patch-merge-key'];
    if (key && String(property['x-kubernetes-patch-strategy'] ?? '').includes('merge')) {
      mergeKeys[id] ??= {};
      mergeKeys[id][field] = key;
    }
  }
}
const refs = {};
function walk(id) {
  if (refs[id]) return;
  refs[id] = {};
  for (const [field, property] of Object.entries(definitions[id]?.properties ?? {})) {
    const ref = property.$ref ?? property.items?.$ref ?? property.additionalProperties?.$ref;
    if (ref) {
      const target = ref.replace('#/definitions/', '');
      walk(target);
      refs[id][field] = target;
    }
  }
}
const keyed = (id, seen = new Set()) => {
  if (seen.has(id)) return undefined;
  const next = new Set([...seen, id]);
  const node = {};
  for (const [field, target] of Object.entries(refs[id] ?? {})) {
    const child = keyed(target, next);
    if (child) node[field] = child;
  }
  for (const [field, key] of Object.entries(mergeKeys[id] ?? {})) node[field] = { ...(node[field] ?? {}), $key: key };
  return Object.keys(node).length > 0 ? node : undefined;
};
const tables = {};
for (const id of roots) {
  walk(id);
  const table = keyed(id);
  if (table) tables[short(id)] = table;
}
writeFileSync('src/kit/kubernetes/merge-keys.json', `${JSON.stringify(tables, null, 1)}\n`);
