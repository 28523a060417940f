import type { Alert, AlertGroup } from '../../../../src/kit/alert';
import { API_SERVER } from '../thresholds';
import { burnAlerts, sloRecordings } from './slo';

const apiServerDown: Alert = {
  alert: 'ApiServerUnreachable',
  expr: 'absent(up{job="apiserver"} == 1)',
  for: '5m',
  severity: 'critical',
  owner: 'platform',
  summary: 'Prometheus reaches no API server',
  description: 'Every scrape of the Kubernetes API server has failed for five minutes.',
  threshold: 'EKS runs at least two API servers behind one endpoint; five minutes outlast a replacement of either.',
  page: {
    meaning: 'No target of job `apiserver` has answered for five minutes, or none is discovered any more.',
    impact:
      'Running pods go on. Nothing can be scheduled, scaled, healed or deployed, and this cluster may soon be unwatched.',
    look: [
      ['Does the API answer you?', 'kubectl get --raw "/readyz?verbose"'],
      [
        'What does EKS say of the control plane?',
        'aws eks describe-cluster --name "$CLUSTER" --query "cluster.{status:status,health:health.issues,endpoint:endpoint}"',
      ],
      [
        'If it answers you, Prometheus alone is cut off: its network policy and its token.',
        'kubectl -n monitoring get networkpolicy && kubectl -n monitoring logs -l app.kubernetes.io/name=prometheus -c prometheus --tail=50',
      ],
    ],
    end: 'If EKS reports an impaired control plane, open an AWS support case of the highest severity and hold all deployments. If only Prometheus is cut off, mend the network policy or the service CIDR it names.',
  },
  proof: {
    fires: {
      when: 'the only target is down',
      series: { 'up{job="apiserver",instance="10.0.0.1:443"}': '0x20' },
      at: '10m',
    },
    silent: [
      {
        when: 'one of two answers',
        series: { 'up{job="apiserver",instance="a"}': '0x20', 'up{job="apiserver",instance="b"}': '1x20' },
        at: '10m',
      },
    ],
  },
};

const requestsRejected: Alert = {
  alert: 'ApiServerRejectsRequests',
  expr: `sum by (priority_level) (rate(apiserver_flowcontrol_rejected_requests_total{job="apiserver"}[5m])) > ${API_SERVER.rejectedPerSecond}`,
  for: '15m',
  severity: 'warning',
  owner: 'platform',
  summary: 'The API server sheds load',
  description:
    'Priority level {{ $labels.priority_level }} rejects {{ $value | humanize }} requests a second with 429: its queue is full.',
  threshold:
    'Any steady rejection means callers are throttled; 0.1 a second for 15 minutes leaves out bursts at a rollout.',
  page: {
    meaning: 'API Priority and Fairness has no seats left for this priority level and turns requests away.',
    impact:
      'Controllers and people in that level are slow or fail with `429 Too Many Requests`; other levels are safe.',
    look: [
      [
        'Who fills the level?',
        'kubectl get --raw /debug/api_priority_and_fairness/dump_requests | sort | uniq -c | sort -rn | head -20',
      ],
      ['How is the level set up?', 'kubectl get prioritylevelconfigurations,flowschemas'],
    ],
    end: 'Calm the loudest client: a controller in a tight loop, a list without resourceVersion, a watch that is remade all the time. If the load is fair, give it a FlowSchema and a level of its own.',
  },
  proof: {
    fires: {
      when: 'one request a second is rejected',
      series: {
        'apiserver_flowcontrol_rejected_requests_total{job="apiserver",priority_level="workload-low"}': '0+60x40',
      },
      at: '30m',
      labels: { priority_level: 'workload-low' },
      value: '1',
    },
    silent: [
      {
        when: 'a burst ends',
        series: {
          'apiserver_flowcontrol_rejected_requests_total{job="apiserver",priority_level="workload-low"}':
            '0+60x5 300x35',
        },
        at: '30m',
      },
    ],
  },
};

const webhookFailing: Alert = {
  alert: 'AdmissionWebhookFails',
  expr: `sum by (name, type) (rate(apiserver_admission_webhook_rejection_count{job="apiserver",error_type=~"calling_webhook_error|apiserver_internal_error"}[10m])) > 0`,
  for: '10m',
  severity: 'warning',
  owner: 'platform',
  summary: 'An admission webhook cannot be called',
  description:
    'Webhook {{ $labels.name }} ({{ $labels.type }}) fails to answer, and requests are refused because of it.',
  threshold: 'A refusal that the webhook did not decide is always an error; ten minutes outlast its restart.',
  page: {
    meaning:
      'The API server refused requests because it could not call this webhook: no endpoint, a timeout, a wrong certificate.',
    impact: 'Objects the webhook matches cannot be created or changed; with a broad rule that is every pod.',
    look: [
      [
        'Which service does it call?',
        'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml | grep -B40 "name: <webhook>" | grep -A6 clientConfig',
      ],
      [
        'Are there ready endpoints?',
        'kubectl -n <namespace> get endpointslices -l kubernetes.io/service-name=<service>',
      ],
      ['What does it say itself?', 'kubectl -n <namespace> logs deploy/<deployment> --tail=100'],
    ],
    end: 'Bring its pods back, let its certificate be renewed, or open its port to the control plane in the network policy. Setting failurePolicy to Ignore is the last resort and switches the check off.',
  },
  proof: {
    fires: {
      when: 'calls fail',
      series: {
        'apiserver_admission_webhook_rejection_count{job="apiserver",name="x.example.com",type="validating",error_type="calling_webhook_error"}':
          '0+3x40',
      },
      at: '30m',
      labels: { name: 'x.example.com', type: 'validating' },
    },
    silent: [
      {
        when: 'the webhook itself says no',
        series: {
          'apiserver_admission_webhook_rejection_count{job="apiserver",name="x.example.com",type="validating",error_type="no_error"}':
            '0+3x40',
        },
        at: '30m',
      },
    ],
  },
};

const aggregatedApiDown: Alert = {
  alert: 'AggregatedApiUnavailable',
  expr: 'max by (name) (max_over_time(aggregator_unavailable_apiservice{job="apiserver"}[5m])) == 1',
  for: '10m',
  severity: 'warning',
  owner: 'platform',
  summary: 'An aggregated API is not available',
  description: 'APIService {{ $labels.name }} has been unavailable for ten minutes.',
  threshold: 'The metric is 0 or 1; ten minutes outlast a rollout of the server behind it.',
  page: {
    meaning: 'The API server cannot reach the extension server that serves this API group.',
    impact:
      'What needs the group fails: `kubectl top` and autoscaling for metrics.k8s.io. Deleting namespaces hangs, since discovery is incomplete.',
    look: [
      ['Why is it unavailable?', 'kubectl get apiservice <name> -o jsonpath="{.status.conditions}"'],
      ['Which service is behind it?', 'kubectl get apiservice <name> -o jsonpath="{.spec.service}"'],
      [
        'Are its pods well?',
        'kubectl -n <namespace> get pods -o wide && kubectl -n <namespace> get events --sort-by=.lastTimestamp | tail',
      ],
    ],
    end: 'Bring the extension server back, or delete the APIService if its server was removed for good.',
  },
  proof: {
    fires: {
      when: 'it is down',
      series: { 'aggregator_unavailable_apiservice{job="apiserver",name="v1beta1.metrics.k8s.io"}': '1x30' },
      at: '20m',
      labels: { name: 'v1beta1.metrics.k8s.io' },
    },
    silent: [
      {
        when: 'it comes back within ten minutes',
        series: { 'aggregator_unavailable_apiservice{job="apiserver",name="v1beta1.metrics.k8s.io"}': '1x3 0x30' },
        at: '20m',
      },
    ],
  },
};

const storageFilling: Alert = {
  alert: 'ApiServerStorageNearlyFull',
  expr: `max(apiserver_storage_size_bytes{job="apiserver"}) > ${API_SERVER.storageBytes}`,
  for: '15m',
  severity: 'critical',
  owner: 'platform',
  summary: 'The database of the API server is nearly full',
  description: 'etcd holds {{ $value | humanize1024 }}B. When it reaches its limit the cluster turns read-only.',
  threshold: `${API_SERVER.storageBytes / 2 ** 30} GiB, three quarters of the 8 GiB etcd suggests as its largest size (https://etcd.io/docs/latest/dev-guide/limit/) and EKS gives a standard control plane.`,
  page: {
    meaning: 'The etcd database of the control plane has grown to three quarters of its largest size.',
    impact: 'At the limit every write is refused: no deployments, no scheduling, no leases. Only AWS can undo it then.',
    look: [
      [
        'Which kinds have most objects?',
        'kubectl get --raw /metrics | grep "^apiserver_resource_objects\\|^apiserver_storage_objects" | sort -t" " -k2 -rn | head -20',
      ],
      [
        'Are finished jobs or old releases kept?',
        'kubectl get jobs -A --no-headers | wc -l; kubectl get secrets -A --field-selector type=helm.sh/release.v1 --no-headers | wc -l',
      ],
    ],
    end: 'Delete what nobody needs (finished jobs, old releases, reports and custom resources a controller never cleans up) and give its maker a limit: ttlSecondsAfterFinished, revisionHistoryLimit. EKS compacts by itself.',
  },
  proof: {
    fires: {
      when: 'it holds 7 GiB',
      series: { 'apiserver_storage_size_bytes{job="apiserver",storage_cluster_id="etcd-0"}': '7516192768x30' },
      at: '20m',
      value: '7Gi',
    },
    silent: [
      {
        when: 'it holds 2 GiB',
        series: { 'apiserver_storage_size_bytes{job="apiserver",storage_cluster_id="etcd-0"}': '2147483648x30' },
        at: '20m',
      },
    ],
  },
};

const deprecatedApi: Alert = {
  alert: 'DeprecatedApiInUse',
  expr: `max by (group, version, resource, removed_release) (apiserver_requested_deprecated_apis{job="apiserver",removed_release!=""})
* on (group, version, resource) group_left () sum by (group, version, resource) (increase(apiserver_request_total{job="apiserver"}[6h])) > 0`,
  for: '1h',
  severity: 'info',
  owner: 'platform',
  summary: 'Someone uses an API that a later Kubernetes removes',
  description:
    '{{ $labels.resource }} in {{ $labels.group }}/{{ $labels.version }} is still requested and is gone in Kubernetes {{ $labels.removed_release }}.',
  threshold: 'The API server marks these requests itself; one in six hours is enough to break at the upgrade.',
  page: {
    meaning: 'A client still requests a version of an API that a named later release no longer serves.',
    impact: 'None today. After the upgrade that client fails, and manifests that name the version are refused.',
    look: [
      [
        'Who asks? The audit log knows, in CloudWatch Logs Insights.',
        'fields @timestamp, user.username, userAgent, requestURI | filter annotations.`k8s.io/deprecated` = "true" | stats count() by user.username, userAgent, requestURI',
      ],
      [
        'What does EKS report for the upgrade?',
        'aws eks list-insights --cluster-name "$CLUSTER" --filter categories=UPGRADE_READINESS',
      ],
    ],
    end: 'Move the client or the manifest to the version that stays, before the control plane is upgraded.',
  },
  proof: {
    fires: {
      when: 'it is requested and removed later',
      every: '5m',
      series: {
        'apiserver_requested_deprecated_apis{job="apiserver",group="batch",version="v1beta1",resource="cronjobs",removed_release="1.99"}':
          '1x100',
        'apiserver_request_total{job="apiserver",group="batch",version="v1beta1",resource="cronjobs",code="200"}':
          '0+1x100',
      },
      at: '8h',
      labels: { group: 'batch', version: 'v1beta1', resource: 'cronjobs', removed_release: '1.99' },
    },
    silent: [
      {
        when: 'the last request is long ago',
        every: '5m',
        series: {
          'apiserver_requested_deprecated_apis{job="apiserver",group="batch",version="v1beta1",resource="cronjobs",removed_release="1.99"}':
            '1x100',
          'apiserver_request_total{job="apiserver",group="batch",version="v1beta1",resource="cronjobs",code="200"}':
            '7x100',
        },
        at: '8h',
      },
    ],
  },
};

export const clusterAlerts: readonly AlertGroup[] = [
  { name: 'apiserver-slo', rules: [...sloRecordings, ...burnAlerts] },
  {
    name: 'apiserver',
    rules: [apiServerDown, requestsRejected, webhookFailing, aggregatedApiDown, storageFilling, deprecatedApi],
  },
];
