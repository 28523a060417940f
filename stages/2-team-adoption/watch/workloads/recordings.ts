import type { RecordingRule } from '../../../../src/kit/monitoring';

const KSM = 'job="kube-state-metrics"';
/** Pods that still hold what they requested. */
const ALIVE = `on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{${KSM},phase=~"Pending|Running"} == 1)`;
const CADVISOR = 'job="kubelet",metrics_path="/metrics/cadvisor",container!=""';

export const workloadRecordings: readonly RecordingRule[] = [
  {
    record: 'container:cpu_usage_seconds:rate5m',
    expr: `sum by (namespace, pod, container, node) (rate(container_cpu_usage_seconds_total{${CADVISOR}}[5m]))`,
  },
  {
    record: 'container:memory_working_set_bytes:sum',
    expr: `sum by (namespace, pod, container, node) (container_memory_working_set_bytes{${CADVISOR}})`,
  },
  { record: 'namespace:cpu_usage_seconds:rate5m', expr: 'sum by (namespace) (container:cpu_usage_seconds:rate5m)' },
  {
    record: 'namespace:memory_working_set_bytes:sum',
    expr: 'sum by (namespace) (container:memory_working_set_bytes:sum)',
  },
  {
    record: 'namespace:cpu_requests:sum',
    expr: `sum by (namespace) (kube_pod_container_resource_requests{${KSM},resource="cpu"} * ${ALIVE})`,
  },
  {
    record: 'namespace:memory_requests:sum',
    expr: `sum by (namespace) (kube_pod_container_resource_requests{${KSM},resource="memory"} * ${ALIVE})`,
  },
  {
    record: 'namespace:memory_limits:sum',
    expr: `sum by (namespace) (kube_pod_container_resource_limits{${KSM},resource="memory"} * ${ALIVE})`,
  },
  {
    // Pods of a Deployment are owned by a ReplicaSet whose name ends in a hash: the workload is what stands before it.
    record: 'namespace_workload_pod:owner:info',
    expr: `max by (namespace, pod, workload, workload_type) (
  label_replace(
    label_replace(kube_pod_owner{${KSM},owner_is_controller="true",owner_kind!="ReplicaSet"}, "workload", "$1", "owner_name", "(.+)"),
    "workload_type", "$1", "owner_kind", "(.+)"
  )
  or label_replace(
    label_replace(kube_pod_owner{${KSM},owner_is_controller="true",owner_kind="ReplicaSet"}, "workload", "$1", "owner_name", "(.+)-[a-z0-9]+"),
    "workload_type", "Deployment", "owner_kind", ".+"
  )
)`,
  },
];
