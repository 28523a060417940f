import { type Difference, isMap } from '../values';
import { decreased, increased, notOnlyAdded, type Rule, type Subject } from './rule';

const VALIDATION = 'kubernetes/kubernetes pkg/apis';
const DOCS = 'https://kubernetes.io/docs';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** What the API server refuses to change; the object has to be deleted and made again. */
const IMMUTABLE: readonly Rule[] = [
  {
    id: 'workload-selector',
    types: WORKLOADS,
    action: 'changed',
    paths: ['spec.selector'],
    class: 'replace',
    reason: 'a selector is immutable: the workload is deleted, its pods with it, and made again',
    source: `${VALIDATION}/apps/validation/validation.go`,
  },
  {
    id: 'stateful-set-spec',
    types: ['StatefulSet'],
    action: 'changed',
    paths: ['spec'],
    except: [
      'spec.selector',
      'spec.volumeClaimTemplates',
      'spec.replicas',
      'spec.ordinals',
      'spec.template',
      'spec.updateStrategy',
      'spec.revisionHistoryLimit',
      'spec.persistentVolumeClaimRetentionPolicy',
      'spec.minReadySeconds',
    ],
    class: 'replace',
    reason: 'this field of a StatefulSet is immutable: delete it with --cascade=orphan and apply again',
    source: `${VALIDATION}/apps/validation/validation.go ValidateStatefulSetUpdate`,
  },
  {
    id: 'volume-claim-templates',
    types: ['StatefulSet'],
    action: 'changed',
    paths: ['spec.volumeClaimTemplates'],
    class: 'replace',
    reason:
      'claim templates are immutable: delete the StatefulSet with --cascade=orphan; existing volumes keep size and class',
    source: `${VALIDATION}/apps/validation/validation.go ValidateStatefulSetUpdate`,
  },
  {
    id: 'job-spec',
    types: ['Job'],
    action: 'changed',
    paths: ['spec.template', 'spec.selector', 'spec.completionMode', 'spec.completions', 'spec.podFailurePolicy'],
    class: 'replace',
    reason: 'a Job cannot be changed once it exists: it is deleted and runs again',
    source: `${VALIDATION}/batch/validation/validation.go ValidateJobSpecUpdate`,
  },
  {
    id: 'cluster-ip',
    types: ['Service'],
    action: 'changed',
    paths: ['spec.clusterIP', 'spec.clusterIPs'],
    class: 'replace',
    reason: 'the address of a Service is immutable: clients that remember it lose it',
    source: `${VALIDATION}/core/validation/validation.go ValidateServiceUpdate`,
  },
  {
    id: 'storage-class',
    types: ['StorageClass'],
    action: 'changed',
    paths: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
    class: 'replace',
    reason: 'a StorageClass is immutable: delete it and apply again; existing volumes stay as they are',
    source: `${VALIDATION}/storage/validation/validation.go ValidateStorageClassUpdate`,
  },
  {
    id: 'role-ref',
    types: ['RoleBinding', 'ClusterRoleBinding'],
    action: 'changed',
    paths: ['roleRef'],
    class: 'replace',
    reason: 'the role of a binding is immutable: its subjects have no rights while it is made again',
    source: `${VALIDATION}/rbac/validation/validation.go ValidateRoleBindingUpdate`,
  },
  {
    id: 'claim-spec',
    types: ['PersistentVolumeClaim'],
    action: 'changed',
    paths: ['spec'],
    except: ['spec.resources.requests', 'spec.volumeAttributesClassName'],
    class: 'data',
    reason: 'a claim can only grow; anything else means a new claim, and the volume of the old one is released',
    source: `${VALIDATION}/core/validation/validation.go ValidatePersistentVolumeClaimUpdate`,
  },
  {
    id: 'priority-value',
    types: ['PriorityClass'],
    action: 'changed',
    paths: ['value', 'preemptionPolicy'],
    class: 'replace',
    reason: 'value and preemption policy are immutable; pods that run keep the priority they started with',
    source: `${VALIDATION}/scheduling/validation/validation.go ValidatePriorityClassUpdate`,
  },
  {
    id: 'immutable-data',
    types: ['ConfigMap', 'Secret'],
    action: 'changed',
    paths: ['data', 'binaryData', 'stringData', 'immutable'],
    when: ({ before }) => before?.immutable === true,
    class: 'replace',
    reason: 'it is marked immutable: deleted and made again',
    source: `${VALIDATION}/core/validation/validation.go ValidateConfigMapUpdate`,
  },
  {
    id: 'secret-type',
    types: ['Secret'],
    action: 'changed',
    paths: ['type'],
    class: 'replace',
    reason: 'the type of a Secret is immutable',
    source: `${VALIDATION}/core/validation/validation.go ValidateSecretUpdate`,
  },
  {
    id: 'definition-identity',
    types: ['CustomResourceDefinition'],
    action: 'changed',
    paths: ['spec.group', 'spec.scope', 'spec.names.kind', 'spec.names.plural'],
    class: 'data',
    reason: 'it becomes another definition: every object of the old one goes with it',
    source: 'kubernetes/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go',
  },
];

/** What replaces pods one after another. */
const ROLLOUT: readonly Rule[] = [
  {
    id: 'pod-template',
    types: WORKLOADS,
    action: 'changed',
    paths: ['spec.template'],
    class: 'rollout',
    reason: 'the pod template changes, so every pod is replaced by its update strategy',
    source: `${DOCS}/concepts/workloads/controllers/deployment/#updating-a-deployment`,
  },
  {
    id: 'mounted-configuration',
    types: ['ConfigMap', 'Secret'],
    action: 'changed',
    paths: ['data', 'binaryData', 'stringData'],
    when: ({ readers }) => readers.length > 0,
    class: 'rollout',
    reason: ({ readers }) => `read by ${readers.join(', ')}, whose pods take it up by reload or restart`,
    source: `${DOCS}/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically`,
  },
];

/** What may stop working. */
const DISRUPTION: readonly Rule[] = [
  {
    id: 'fewer-replicas',
    types: ['Deployment', 'StatefulSet', 'ReplicaSet'],
    action: 'changed',
    paths: ['spec.replicas'],
    when: decreased,
    class: 'disruption',
    reason: 'fewer pods carry the same load',
    source: `${DOCS}/concepts/workloads/controllers/deployment/#scaling-a-deployment`,
  },
  {
    id: 'weaker-budget',
    types: ['PodDisruptionBudget'],
    action: 'changed',
    paths: ['spec.minAvailable'],
    when: decreased,
    class: 'disruption',
    reason: 'a drain may take more pods at once',
    source: `${DOCS}/tasks/run-application/configure-pdb/`,
  },
  {
    id: 'wider-budget',
    types: ['PodDisruptionBudget'],
    action: 'changed',
    paths: ['spec.maxUnavailable'],
    when: increased,
    class: 'disruption',
    reason: 'a drain may take more pods at once',
    source: `${DOCS}/tasks/run-application/configure-pdb/`,
  },
  {
    id: 'fewer-at-most',
    types: ['HorizontalPodAutoscaler'],
    action: 'changed',
    paths: ['spec.maxReplicas', 'spec.minReplicas'],
    when: decreased,
    class: 'disruption',
    reason: 'fewer pods carry the same load',
    source: `${DOCS}/tasks/run-application/horizontal-pod-autoscale/`,
  },
  {
    id: 'service-address',
    types: ['Service'],
    action: 'changed',
    paths: ['spec.selector', 'spec.ports', 'spec.type'],
    when: notOnlyAdded,
    class: 'disruption',
    reason: 'clients of this Service may no longer reach what they reach today',
    source: `${DOCS}/concepts/services-networking/service/`,
  },
  {
    id: 'closed-flow',
    types: ['NetworkPolicy'],
    action: 'changed',
    paths: ['spec'],
    when: closesFlow,
    class: 'disruption',
    reason: 'a flow that is allowed today may be cut',
    source: `${DOCS}/concepts/services-networking/network-policies/`,
  },
  {
    id: 'first-deny',
    types: ['NetworkPolicy'],
    action: 'added',
    when: ({ after, inOldNamespace }) => inOldNamespace === true && denies(after),
    class: 'disruption',
    reason: 'it denies what no other policy allows, in a namespace that is there already',
    source: `${DOCS}/concepts/services-networking/network-policies/#default-policies`,
  },
  {
    id: 'pod-security',
    types: ['Namespace'],
    action: 'changed',
    paths: [['metadata', 'labels', 'pod-security.kubernetes.io/enforce']],
    class: 'disruption',
    reason: 'new pods are admitted by another standard; pods that run are not touched',
    source: `${DOCS}/concepts/security/pod-security-admission/`,
  },
  {
    id: 'fewer-rights',
    types: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
    action: 'changed',
    paths: ['rules', 'subjects'],
    when: notOnlyAdded,
    class: 'disruption',
    reason: 'somebody may lose a right they use today',
    source: `${DOCS}/reference/access-authn-authz/rbac/`,
  },
  {
    id: 'smaller-quota',
    types: ['ResourceQuota'],
    action: 'changed',
    paths: ['spec.hard'],
    class: 'disruption',
    reason: 'what is above the new quota cannot be made again',
    source: `${DOCS}/concepts/policy/resource-quotas/`,
  },
  {
    id: 'definition-versions',
    types: ['CustomResourceDefinition'],
    action: 'changed',
    paths: ['spec.versions'],
    when: notOnlyAdded,
    class: 'disruption',
    reason: 'clients of a version or field that changes may break',
    source: `${DOCS}/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/`,
  },
  {
    id: 'stricter-webhook',
    types: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
    action: 'changed',
    paths: ['webhooks'],
    class: 'disruption',
    reason: 'requests to the API server are admitted by other rules',
    source: `${DOCS}/reference/access-authn-authz/extensible-admission-controllers/`,
  },
];

/** Kinds whose removal takes data with it. */
const DATA_KINDS: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'its volume is deleted with it, unless the storage class retains volumes',
  PersistentVolume: 'the volume behind it is released',
  Namespace: 'everything in the namespace is deleted, volume claims included',
  CustomResourceDefinition: 'every object of this definition is deleted with it',
  VolumeSnapshot: 'the snapshot is deleted, unless its class retains it',
  VolumeSnapshotContent: 'the snapshot behind it is deleted, unless it is retained',
  Secret: 'what only this Secret holds is gone',
  Elasticsearch: 'its operator deletes the cluster and, by its default, the volumes',
};

/** Kinds nothing that runs depends on from one moment to the next. */
const HARMLESS_REMOVALS = ['PodDisruptionBudget', 'Job', 'CronJob', 'ResourceQuota', 'LimitRange', 'Kustomization'];

const REMOVAL: readonly Rule[] = [
  ...Object.entries(DATA_KINDS).map(
    ([kind, reason]): Rule => ({
      id: `removed-${kind.toLowerCase()}`,
      types: [kind],
      action: 'removed',
      class: 'data',
      reason,
      source: `${DOCS}/concepts/architecture/garbage-collection/`,
    }),
  ),
  {
    id: 'removed-claims',
    types: ['StatefulSet'],
    action: 'removed',
    when: ({ before }) => (before?.spec?.volumeClaimTemplates ?? []).length > 0,
    class: 'data',
    reason: ({ before }) =>
      before?.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete'
        ? 'its volume claims are deleted with it'
        : 'its volume claims stay behind, and nothing of ours owns them any more',
    source: `${DOCS}/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention`,
  },
  {
    id: 'removed-budget',
    types: ['PodDisruptionBudget'],
    action: 'removed',
    class: 'disruption',
    reason: 'a drain may take every pod at once',
    source: `${DOCS}/tasks/run-application/configure-pdb/`,
  },
  {
    id: 'removed',
    types: 'any',
    action: 'removed',
    when: ({ type }) => !HARMLESS_REMOVALS.includes(type) && !Object.hasOwn(DATA_KINDS, type),
    class: 'disruption',
    reason: 'what it does, serves or allows today ends',
    source: `${DOCS}/concepts/architecture/garbage-collection/`,
  },
];

/** What a change of a Kubernetes object does. */
export const KUBERNETES_RULES: readonly Rule[] = [...IMMUTABLE, ...ROLLOUT, ...DISRUPTION, ...REMOVAL];

/** A rule or a peer that is added opens; a first list of rules, or a policy type, closes. */
function closesFlow(_: Subject, difference?: Difference): boolean {
  if (difference?.action !== 'added') return true;
  const [, field, ...below] = difference.fields;
  return field === 'policyTypes' || field === 'podSelector' || (below.length > 0 && isMap(difference.new));
}

function denies(policy: Subject['after']): boolean {
  const { policyTypes = ['Ingress'], ingress = [], egress = [] } = policy?.spec ?? {};
  return (
    (policyTypes.includes('Ingress') && ingress.length === 0) || (policyTypes.includes('Egress') && egress.length === 0)
  );
}
