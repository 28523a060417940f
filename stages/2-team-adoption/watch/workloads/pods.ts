import type { Alert } from '../../../../src/kit/alert';

const KSM = 'job="kube-state-metrics"';
const where = { namespace: 'shop', pod: 'web-1', container: 'web' };
const container = 'job="kube-state-metrics",namespace="shop",pod="web-1",container="web"';
const pod = 'job="kube-state-metrics",namespace="shop",pod="web-1"';
const EVENTS = ['What happened to it?', "kubectl -n <namespace> describe pod <pod> | sed -n '/Events/,$p'"] as const;
const LOGS = [
  'What did it say last?',
  'kubectl -n <namespace> logs <pod> -c <container> --previous --tail=100',
] as const;

export const podAlerts: readonly Alert[] = [
  {
    alert: 'PodCrashLoops',
    expr: `max_over_time(kube_pod_container_status_waiting_reason{${KSM},reason="CrashLoopBackOff"}[5m]) >= 1`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A container keeps crashing',
    description:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has been crashing for fifteen minutes.',
    threshold:
      'The back-off reaches its five minutes after five restarts, about ten minutes; a dependency that starts late is up by then.',
    page: {
      meaning: 'The container exits soon after every start, and the kubelet waits longer each time.',
      impact: 'This replica serves nothing. If it is new, the rollout stands still.',
      look: [
        LOGS,
        [
          'How did it end? 137 is out of memory or killed, 1 and 2 are its own.',
          'kubectl -n <namespace> get pod <pod> -o jsonpath="{range .status.containerStatuses[*]}{.name}: {.lastState.terminated.reason} {.lastState.terminated.exitCode}{\'\\n\'}{end}"',
        ],
        EVENTS,
      ],
      end: 'Roll back if it came with a release (`kubectl -n <namespace> rollout undo deployment/<name>`); otherwise mend the configuration, secret or dependency it complains about.',
    },
    proof: {
      fires: {
        when: 'it goes on',
        series: {
          [`kube_pod_container_status_waiting_reason{${container},reason="CrashLoopBackOff"}`]:
            '1 1 _ _ 1 1 _ _ 1 1 _ _ 1 1 _ _ 1 1 _ _ 1 1 _ _ 1 1 _ _',
        },
        at: '24m',
        labels: { ...where, job: 'kube-state-metrics', reason: 'CrashLoopBackOff' },
      },
      silent: [
        {
          when: 'it settles after two restarts',
          series: {
            [`kube_pod_container_status_waiting_reason{${container},reason="CrashLoopBackOff"}`]: '1 1 _ 1 1 stale',
          },
          at: '24m',
        },
      ],
    },
  },
  {
    alert: 'ContainerCannotStart',
    expr: `sum by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{${KSM},reason=~"ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|RunContainerError"}) > 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A container cannot be started',
    description:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} waits: {{ $labels.reason }}.',
    threshold: 'These reasons do not pass by themselves; fifteen minutes leave out a registry that stumbles.',
    page: {
      meaning: 'The image cannot be pulled, or a Secret, ConfigMap or mount it names is not there.',
      impact: 'This replica never starts; a rollout waits for it.',
      look: [
        EVENTS,
        ['Is the image there?', 'kubectl -n <namespace> get pod <pod> -o jsonpath="{.spec.containers[*].image}"'],
      ],
      end: 'Push the image or correct its name, create the Secret or ConfigMap, or give the service account access to the registry.',
    },
    proof: {
      fires: {
        when: 'the image is missing',
        series: { [`kube_pod_container_status_waiting_reason{${container},reason="ImagePullBackOff"}`]: '1x30' },
        at: '20m',
        labels: { ...where, reason: 'ImagePullBackOff' },
      },
      silent: [
        {
          when: 'it is only being created',
          series: { [`kube_pod_container_status_waiting_reason{${container},reason="ContainerCreating"}`]: '1x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'PodNotReady',
    expr: `sum by (namespace, pod) (
  max by (namespace, pod) (kube_pod_status_phase{${KSM},phase=~"Pending|Unknown"}) > 0
    unless max by (namespace, pod) (kube_pod_status_unschedulable{${KSM}}) > 0
  or (max by (namespace, pod) (kube_pod_status_ready{${KSM},condition="false"}) > 0 and on (namespace, pod) kube_pod_status_phase{${KSM},phase="Running"} > 0)
) > 0
unless on (namespace, pod) sum by (namespace, pod) (kube_pod_container_status_waiting_reason{${KSM},reason=~"CrashLoopBackOff|ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|RunContainerError"}) > 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A pod is not ready',
    description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} has not been ready for fifteen minutes.',
    threshold:
      'Longer than a slow start with a startup probe; what crashes, cannot start or cannot be placed is told by its own alert.',
    page: {
      meaning: 'The pod runs without passing its readiness probe, or waits for a volume, an address or its node.',
      impact: 'It gets no traffic. Others carry its share, if there are others.',
      look: [
        EVENTS,
        [
          'Which condition is false?',
          'kubectl -n <namespace> get pod <pod> -o jsonpath="{range .status.conditions[*]}{.type}={.status} {.message}{\'\\n\'}{end}"',
        ],
        ['What does it say?', 'kubectl -n <namespace> logs <pod> --all-containers --tail=100'],
      ],
      end: 'Mend what the probe asks for. If its node is gone, delete the pod so that its controller makes another.',
    },
    proof: {
      fires: {
        when: 'it runs and is not ready',
        series: {
          [`kube_pod_status_ready{${pod},condition="false"}`]: '1x30',
          [`kube_pod_status_phase{${pod},phase="Running"}`]: '1x30',
        },
        at: '20m',
        labels: { namespace: 'shop', pod: 'web-1' },
      },
      silent: [
        {
          when: 'it has finished',
          series: {
            [`kube_pod_status_ready{${pod},condition="false"}`]: '1x30',
            [`kube_pod_status_phase{${pod},phase="Running"}`]: '0x30',
            [`kube_pod_status_phase{${pod},phase="Succeeded"}`]: '1x30',
          },
          at: '20m',
        },
        {
          when: 'it crashes, which another alert says',
          series: {
            [`kube_pod_status_ready{${pod},condition="false"}`]: '1x30',
            [`kube_pod_status_phase{${pod},phase="Running"}`]: '1x30',
            [`kube_pod_container_status_waiting_reason{${container},reason="CrashLoopBackOff"}`]: '1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'ContainerOutOfMemory',
    expr: `sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total{${KSM}}[30m])) >= 2
and on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{${KSM},reason="OOMKilled"}) == 1`,
    severity: 'warning',
    owner: 'platform',
    summary: 'A container is killed for lack of memory again and again',
    description:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed at its memory limit and restarted {{ $value | humanize }} times in half an hour.',
    threshold: 'Once can be one large request; twice in half an hour is a limit too low or a leak.',
    page: {
      meaning: 'The container reached its memory limit and the kernel killed it.',
      impact: 'Requests in flight are lost each time.',
      look: [
        [
          'Use beside limit',
          'kubectl -n <namespace> top pod <pod> --containers; kubectl -n <namespace> get pod <pod> -o jsonpath="{.spec.containers[*].resources}"',
        ],
        [
          'Does it grow without end? Look at the dashboard Workloads, panel Memory.',
          'kubectl -n <namespace> logs <pod> -c <container> --previous --tail=50',
        ],
      ],
      end: 'Raise the limit to what it needs with a margin; a line that always climbs is a leak to be mended by its team.',
    },
    proof: {
      fires: {
        when: 'three restarts follow one another',
        series: {
          [`kube_pod_container_status_restarts_total{${container}}`]: '0x5 1x5 2x5 3x20',
          [`kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"}`]: '0x5 1x40',
        },
        at: '30m',
        labels: where,
        value: '3',
      },
      silent: [
        {
          when: 'it restarts for another reason',
          series: {
            [`kube_pod_container_status_restarts_total{${container}}`]: '0x5 1x5 2x5 3x20',
            [`kube_pod_container_status_last_terminated_reason{${container},reason="Error"}`]: '1x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PodStuckTerminating',
    expr: `time() - max by (namespace, pod) (kube_pod_deletion_timestamp{${KSM}}) > 3600`,
    for: '5m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A pod does not go away',
    description:
      'Pod {{ $labels.namespace }}/{{ $labels.pod }} should have been gone for {{ $value | humanizeDuration }}.',
    threshold: 'An hour beyond its own deadline: deletionTimestamp already counts the grace period.',
    page: {
      meaning: 'A finalizer is not removed, a volume does not unmount, or its node is gone.',
      impact: 'A StatefulSet cannot replace it; its volume stays attached; a drain waits.',
      look: [
        ['Who holds it?', 'kubectl -n <namespace> get pod <pod> -o jsonpath="{.metadata.finalizers} {.spec.nodeName}"'],
        ['Is the node there?', 'kubectl get node <node>'],
        EVENTS,
      ],
      end: 'Let the owner of the finalizer do its work. If the node is gone for good: `kubectl -n <namespace> delete pod <pod> --force --grace-period=0`, only then.',
    },
    proof: {
      fires: {
        when: 'it is two hours late',
        every: '5m',
        series: { [`kube_pod_deletion_timestamp{${pod}}`]: '300x40' },
        at: '2h5m',
        labels: { namespace: 'shop', pod: 'web-1' },
        value: '2h 0m 0s',
      },
      silent: [
        {
          when: 'it is half an hour late',
          every: '5m',
          series: { [`kube_pod_deletion_timestamp{${pod}}`]: '300x40' },
          at: '30m',
        },
      ],
    },
  },
];
