import type { Alert } from '../../../../src/kit/alert';

const KSM = 'job="kube-state-metrics"';
const named = (kind: string, name = 'web') => `job="kube-state-metrics",namespace="shop",${kind}="${name}"`;
const labels = (kind: string, name = 'web') => ({ job: 'kube-state-metrics', namespace: 'shop', [kind]: name });

const rollout = (kind: string) =>
  [
    [
      'Where does it stand?',
      `kubectl -n <namespace> rollout status ${kind}/<${kind}> --timeout=5s; kubectl -n <namespace> get ${kind} <${kind}>`,
    ],
    [
      'Why do its pods not become ready?',
      'kubectl -n <namespace> get pods -o wide | grep -v Running; kubectl -n <namespace> get events --sort-by=.lastTimestamp | tail -20',
    ],
  ] as const;
const undo = (kind: string) =>
  `Roll back if it came with a release (\`kubectl -n <namespace> rollout undo ${kind}/<${kind}>\`), or mend what the events name.`;

export const controllerAlerts: readonly Alert[] = [
  {
    alert: 'DeploymentReplicasMissing',
    expr: `kube_deployment_spec_replicas{${KSM}} > kube_deployment_status_replicas_available{${KSM}}
and changes(kube_deployment_status_replicas_updated{${KSM}}[10m]) == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A Deployment has fewer pods than it should',
    description:
      'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} should have {{ $value }} pods and has fewer available.',
    threshold: 'Fifteen minutes in which the rollout moved nothing: replacing a node takes less.',
    page: {
      meaning: 'Pods are missing and the number does not change any more.',
      impact: 'Less capacity and less redundancy than was planned.',
      look: rollout('deployment'),
      end: undo('deployment'),
    },
    proof: {
      fires: {
        when: 'one of three is missing',
        series: {
          [`kube_deployment_spec_replicas{${named('deployment')}}`]: '3x40',
          [`kube_deployment_status_replicas_available{${named('deployment')}}`]: '2x40',
          [`kube_deployment_status_replicas_updated{${named('deployment')}}`]: '3x40',
        },
        at: '30m',
        labels: labels('deployment'),
        value: '3',
      },
      silent: [
        {
          when: 'a long rollout goes on',
          series: {
            [`kube_deployment_spec_replicas{${named('deployment')}}`]: '30x40',
            [`kube_deployment_status_replicas_available{${named('deployment')}}`]: '29x40',
            [`kube_deployment_status_replicas_updated{${named('deployment')}}`]: '0+1x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'DeploymentRolloutStuck',
    expr: `kube_deployment_status_condition{${KSM},condition="Progressing",status="false"} == 1`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A rollout does not go on',
    description: 'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} passed its progress deadline.',
    threshold: 'progressDeadlineSeconds of the Deployment itself, ten minutes by default.',
    page: {
      meaning: 'No new pod became available within the deadline of the rollout.',
      impact: 'The new version is not out; the old one still serves.',
      look: rollout('deployment'),
      end: undo('deployment'),
    },
    proof: {
      fires: {
        when: 'the condition turns false',
        series: {
          [`kube_deployment_status_condition{${named('deployment')},condition="Progressing",status="false"}`]: '1x30',
        },
        at: '15m',
        labels: { ...labels('deployment'), condition: 'Progressing', status: 'false' },
      },
      silent: [
        {
          when: 'it progresses',
          series: {
            [`kube_deployment_status_condition{${named('deployment')},condition="Progressing",status="false"}`]: '0x30',
          },
          at: '15m',
        },
      ],
    },
  },
  {
    alert: 'StatefulSetReplicasMissing',
    expr: `kube_statefulset_status_replicas_ready{${KSM}} < kube_statefulset_replicas{${KSM}}
and changes(kube_statefulset_status_replicas_updated{${KSM}}[10m]) == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A StatefulSet has fewer pods than it should',
    description:
      'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value }} ready pods, fewer than it should.',
    threshold: 'Fifteen minutes in which the rollout moved nothing: a volume is attached again within about six.',
    page: {
      meaning: 'A member is missing. A StatefulSet replaces a pod only when the old one is really gone.',
      impact: 'A quorum may have no member to spare.',
      look: [...rollout('statefulset'), ['Does its volume attach?', 'kubectl get volumeattachments | grep <volume>']],
      end: 'If its node is gone, delete the node or the pod by force; if its volume is in another zone, bring a node there.',
    },
    proof: {
      fires: {
        when: 'one of three is missing',
        series: {
          [`kube_statefulset_replicas{${named('statefulset')}}`]: '3x40',
          [`kube_statefulset_status_replicas_ready{${named('statefulset')}}`]: '2x40',
          [`kube_statefulset_status_replicas_updated{${named('statefulset')}}`]: '3x40',
        },
        at: '30m',
        labels: labels('statefulset'),
        value: '2',
      },
      silent: [
        {
          when: 'all are ready',
          series: {
            [`kube_statefulset_replicas{${named('statefulset')}}`]: '3x40',
            [`kube_statefulset_status_replicas_ready{${named('statefulset')}}`]: '3x40',
            [`kube_statefulset_status_replicas_updated{${named('statefulset')}}`]: '3x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'StatefulSetRolloutStuck',
    expr: `max by (namespace, statefulset) (
  kube_statefulset_status_current_revision{${KSM}} unless on (namespace, statefulset, revision) kube_statefulset_status_update_revision{${KSM}}
) * on (namespace, statefulset) (kube_statefulset_replicas{${KSM}} != kube_statefulset_status_replicas_updated{${KSM}}) > 0
and on (namespace, statefulset) changes(kube_statefulset_status_replicas_updated{${KSM}}[20m]) == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The rollout of a StatefulSet does not go on',
    description:
      'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has two revisions and moved no pod for half an hour.',
    threshold: 'One pod at a time with a long start takes minutes each; half an hour without one is stuck.',
    page: {
      meaning:
        'A pod of the new revision does not become ready, so the next one is never replaced. Or updateStrategy is OnDelete and nobody deletes.',
      impact: 'Members run different versions.',
      look: rollout('statefulset'),
      end: `${undo('statefulset')} A pod that is broken must be deleted by hand after that: the controller waits for it.`,
    },
    proof: {
      fires: {
        when: 'the second pod does not come',
        series: {
          [`kube_statefulset_status_current_revision{${named('statefulset')},revision="a"}`]: '1x60',
          [`kube_statefulset_status_update_revision{${named('statefulset')},revision="b"}`]: '1x60',
          [`kube_statefulset_replicas{${named('statefulset')}}`]: '3x60',
          [`kube_statefulset_status_replicas_updated{${named('statefulset')}}`]: '1x60',
        },
        at: '40m',
        labels: { namespace: 'shop', statefulset: 'web' },
      },
      silent: [
        {
          when: 'there is one revision',
          series: {
            [`kube_statefulset_status_current_revision{${named('statefulset')},revision="a"}`]: '1x60',
            [`kube_statefulset_status_update_revision{${named('statefulset')},revision="a"}`]: '1x60',
            [`kube_statefulset_replicas{${named('statefulset')}}`]: '3x60',
            [`kube_statefulset_status_replicas_updated{${named('statefulset')}}`]: '0x60',
          },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'DaemonSetPodsMissing',
    expr: `kube_daemonset_status_desired_number_scheduled{${KSM}} - kube_daemonset_status_number_available{${KSM}} > 0
and changes(kube_daemonset_status_updated_number_scheduled{${KSM}}[15m]) == 0`,
    for: '20m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A DaemonSet does not run on every node it should',
    description: 'DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} lacks {{ $value }} pods.',
    threshold: 'A new node is ready within five minutes; twenty without progress is stuck.',
    page: {
      meaning: 'On some nodes its pod is missing or not ready: no room, a taint, or it crashes there.',
      impact: 'Those nodes lack what it gives: network, storage, logs, metrics or security.',
      look: [
        ['On which nodes?', 'kubectl -n <namespace> get pods -o wide | grep <daemonset> | grep -v " Running "'],
        ['Why?', 'kubectl -n <namespace> get events --sort-by=.lastTimestamp | grep <daemonset> | tail'],
      ],
      end: 'Make room (its priority class should be high enough to take it), tolerate the taint, or mend the pod.',
    },
    proof: {
      fires: {
        when: 'one node lacks it',
        series: {
          [`kube_daemonset_status_desired_number_scheduled{${named('daemonset')}}`]: '5x60',
          [`kube_daemonset_status_number_available{${named('daemonset')}}`]: '4x60',
          [`kube_daemonset_status_updated_number_scheduled{${named('daemonset')}}`]: '5x60',
        },
        at: '40m',
        labels: labels('daemonset'),
        value: '1',
      },
      silent: [
        {
          when: 'it is being rolled out',
          series: {
            [`kube_daemonset_status_desired_number_scheduled{${named('daemonset')}}`]: '50x60',
            [`kube_daemonset_status_number_available{${named('daemonset')}}`]: '49x60',
            [`kube_daemonset_status_updated_number_scheduled{${named('daemonset')}}`]: '0+1x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
