import type { Alert } from '../../../../src/kit/alert';

const KSM = 'job="kube-state-metrics"';
const named = (kind: string, name = 'web') => `job="kube-state-metrics",namespace="shop",${kind}="${name}"`;
const labels = (kind: string, name = 'web') => ({ job: 'kube-state-metrics', namespace: 'shop', [kind]: name });

/** Jobs, autoscalers, budgets and namespaces: what Kubernetes does by itself and a person is told of when it does not. */
export const automationAlerts: readonly Alert[] = [
  {
    alert: 'JobFailed',
    expr: `kube_job_failed{${KSM},condition="true"} > 0
unless on (namespace, job_name) (
  label_replace(kube_job_owner{${KSM},owner_kind="CronJob"}, "cronjob", "$1", "owner_name", "(.+)")
  * on (namespace, cronjob) group_left () kube_cronjob_status_last_successful_time{${KSM}}
  > on (namespace, job_name) kube_job_status_start_time{${KSM}}
)`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A Job failed',
    description: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed and will not be tried again.',
    threshold:
      'The condition is final: backoffLimit or activeDeadlineSeconds is used up. Fifteen minutes leave out jobs that are deleted at once. A CronJob keeps what failed; once a later run succeeded, nobody has to do anything about it.',
    page: {
      meaning: 'All tries of this Job are used up.',
      impact: 'What it does was not done: a backup, a migration, a report.',
      look: [
        [
          'Why?',
          'kubectl -n <namespace> describe job <job_name> | tail -20; kubectl -n <namespace> logs job/<job_name> --all-containers --tail=100',
        ],
      ],
      end: 'Mend the cause, then run it again (`kubectl -n <namespace> create job --from=cronjob/<name> <name>-again`) and delete the failed one, which also ends the alert.',
    },
    proof: {
      fires: {
        when: 'it failed',
        series: {
          'kube_job_failed{job="kube-state-metrics",namespace="shop",job_name="report",condition="true"}': '1x30',
          // The run before it went well; that is no comfort.
          'kube_job_owner{job="kube-state-metrics",namespace="shop",job_name="report",owner_kind="CronJob",owner_name="report"}':
            '1x30',
          'kube_job_status_start_time{job="kube-state-metrics",namespace="shop",job_name="report"}': '200x30',
          'kube_cronjob_status_last_successful_time{job="kube-state-metrics",namespace="shop",cronjob="report"}':
            '160x30',
        },
        at: '20m',
        labels: { job: 'kube-state-metrics', namespace: 'shop', job_name: 'report', condition: 'true' },
      },
      silent: [
        {
          when: 'it did not',
          series: {
            'kube_job_failed{job="kube-state-metrics",namespace="shop",job_name="report",condition="true"}': '0x30',
          },
          at: '20m',
        },
        {
          when: 'a later run of its CronJob succeeded',
          series: {
            'kube_job_failed{job="kube-state-metrics",namespace="shop",job_name="report-1",condition="true"}': '1x30',
            'kube_job_owner{job="kube-state-metrics",namespace="shop",job_name="report-1",owner_kind="CronJob",owner_name="report"}':
              '1x30',
            'kube_job_owner{job="kube-state-metrics",namespace="shop",job_name="report-2",owner_kind="CronJob",owner_name="report"}':
              '1x30',
            'kube_job_status_start_time{job="kube-state-metrics",namespace="shop",job_name="report-1"}': '100x30',
            'kube_job_status_start_time{job="kube-state-metrics",namespace="shop",job_name="report-2"}': '200x30',
            'kube_cronjob_status_last_successful_time{job="kube-state-metrics",namespace="shop",cronjob="report"}':
              '260x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'CronJobOverdue',
    expr: `time() - max by (namespace, cronjob) (kube_cronjob_next_schedule_time{${KSM}}) > 3600
unless on (namespace, cronjob) kube_cronjob_spec_suspend{${KSM}} == 1`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A CronJob did not start when it should',
    description:
      'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} should have started {{ $value | humanizeDuration }} ago.',
    threshold: 'An hour: the controller starts a job within seconds of its time.',
    page: {
      meaning:
        'The last run still goes on and concurrencyPolicy forbids a second, a quota forbids the pod, or the schedule cannot be read.',
      impact: 'What it does regularly is not done.',
      look: [
        [
          'Does the last one still run?',
          'kubectl -n <namespace> get cronjob <cronjob>; kubectl -n <namespace> get jobs --sort-by=.metadata.creationTimestamp | tail',
        ],
        ['What does the controller say?', "kubectl -n <namespace> describe cronjob <cronjob> | sed -n '/Events/,$p'"],
      ],
      end: 'End the run that hangs and give it an activeDeadlineSeconds, or make room in the quota.',
    },
    proof: {
      fires: {
        when: 'it is two hours late',
        every: '5m',
        series: {
          [`kube_cronjob_next_schedule_time{${named('cronjob')}}`]: '600x50',
          [`kube_cronjob_spec_suspend{${named('cronjob')}}`]: '0x50',
        },
        at: '2h10m',
        labels: { namespace: 'shop', cronjob: 'web' },
        value: '2h 0m 0s',
      },
      silent: [
        {
          when: 'it is suspended',
          every: '5m',
          series: {
            [`kube_cronjob_next_schedule_time{${named('cronjob')}}`]: '600x50',
            [`kube_cronjob_spec_suspend{${named('cronjob')}}`]: '1x50',
          },
          at: '2h10m',
        },
      ],
    },
  },
  {
    alert: 'AutoscalerAtMaximum',
    expr: `kube_horizontalpodautoscaler_status_current_replicas{${KSM}} == kube_horizontalpodautoscaler_spec_max_replicas{${KSM}}
and on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_status_condition{${KSM},condition="ScalingLimited",status="true"} == 1
and kube_horizontalpodautoscaler_spec_max_replicas{${KSM}} > kube_horizontalpodautoscaler_spec_min_replicas{${KSM}}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A workload wants more pods than it may have',
    description:
      'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} stands at its maximum of {{ $value }} pods and wants more.',
    threshold:
      'Half an hour is more than a peak that scaling absorbs; being at the maximum without wanting more is no alert.',
    page: {
      meaning: 'The load asks for more replicas than maxReplicas allows.',
      impact: 'Every replica works beyond its target: answers get slower.',
      look: [
        ['What does it aim for?', 'kubectl -n <namespace> describe hpa <horizontalpodautoscaler>'],
        ['Is the load real?', 'kubectl -n <namespace> top pods'],
      ],
      end: 'Raise maxReplicas, with the quota and node group behind it, or find why each request costs more than before.',
    },
    proof: {
      fires: {
        when: 'it is limited at the maximum',
        series: {
          [`kube_horizontalpodautoscaler_status_current_replicas{${named('horizontalpodautoscaler')}}`]: '10x50',
          [`kube_horizontalpodautoscaler_spec_max_replicas{${named('horizontalpodautoscaler')}}`]: '10x50',
          [`kube_horizontalpodautoscaler_spec_min_replicas{${named('horizontalpodautoscaler')}}`]: '2x50',
          [`kube_horizontalpodautoscaler_status_condition{${named('horizontalpodautoscaler')},condition="ScalingLimited",status="true"}`]:
            '1x50',
        },
        at: '40m',
        labels: labels('horizontalpodautoscaler'),
        value: '10',
      },
      silent: [
        {
          when: 'it is at the maximum and content',
          series: {
            [`kube_horizontalpodautoscaler_status_current_replicas{${named('horizontalpodautoscaler')}}`]: '10x50',
            [`kube_horizontalpodautoscaler_spec_max_replicas{${named('horizontalpodautoscaler')}}`]: '10x50',
            [`kube_horizontalpodautoscaler_spec_min_replicas{${named('horizontalpodautoscaler')}}`]: '2x50',
            [`kube_horizontalpodautoscaler_status_condition{${named('horizontalpodautoscaler')},condition="ScalingLimited",status="true"}`]:
              '0x50',
          },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'AutoscalerBlind',
    expr: `kube_horizontalpodautoscaler_status_condition{${KSM},condition=~"ScalingActive|AbleToScale",status="false"} == 1
unless on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_status_desired_replicas{${KSM}} == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'An autoscaler cannot do its work',
    description:
      'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} reports {{ $labels.condition }} false.',
    threshold: 'The controller looks every 15 s; fifteen minutes outlast a restart of the metrics server.',
    page: {
      meaning: 'It gets no metrics, its target has no requests to compare with, or the target is missing.',
      impact: 'The workload stays at its present size whatever the load.',
      look: [
        [
          'What is missing?',
          "kubectl -n <namespace> describe hpa <horizontalpodautoscaler> | sed -n '/Conditions/,$p'",
        ],
        [
          'Does the metrics API answer?',
          'kubectl get apiservice v1beta1.metrics.k8s.io; kubectl -n <namespace> top pods',
        ],
      ],
      end: 'Set CPU or memory requests on every container of the target, or bring the metrics server back.',
    },
    proof: {
      fires: {
        when: 'it has no metrics',
        series: {
          [`kube_horizontalpodautoscaler_status_condition{${named('horizontalpodautoscaler')},condition="ScalingActive",status="false"}`]:
            '1x30',
          [`kube_horizontalpodautoscaler_status_desired_replicas{${named('horizontalpodautoscaler')}}`]: '2x30',
        },
        at: '20m',
        labels: { ...labels('horizontalpodautoscaler'), condition: 'ScalingActive', status: 'false' },
      },
      silent: [
        {
          when: 'the workload is scaled to nothing on purpose',
          series: {
            [`kube_horizontalpodautoscaler_status_condition{${named('horizontalpodautoscaler')},condition="ScalingActive",status="false"}`]:
              '1x30',
            [`kube_horizontalpodautoscaler_status_desired_replicas{${named('horizontalpodautoscaler')}}`]: '0x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'DisruptionBudgetBlocks',
    expr: `kube_poddisruptionbudget_status_pod_disruptions_allowed{${KSM}} == 0
and kube_poddisruptionbudget_status_expected_pods{${KSM}} > 0
and kube_poddisruptionbudget_status_current_healthy{${KSM}} <= kube_poddisruptionbudget_status_desired_healthy{${KSM}}`,
    for: '6h',
    severity: 'info',
    owner: 'platform',
    summary: 'A disruption budget allows no disruption at all',
    description:
      'Budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} has allowed no eviction for six hours: node updates will hang on it.',
    threshold:
      'Six hours are no rollout any more, and EKS gives up on a node update after fifteen minutes of refused evictions.',
    page: {
      meaning: 'Either the budget leaves no room (minAvailable equals the replicas) or pods are missing.',
      impact: 'Draining the node of such a pod never ends: updates of node groups fail.',
      look: [
        ['Which rule, which pods?', 'kubectl -n <namespace> describe pdb <poddisruptionbudget>'],
        ['Are its pods ready?', 'kubectl -n <namespace> get pods -o wide'],
      ],
      end: 'Use maxUnavailable: 1 with two replicas or more, or bring the missing pods back.',
    },
    proof: {
      fires: {
        when: 'one replica must always be there',
        every: '5m',
        series: {
          [`kube_poddisruptionbudget_status_pod_disruptions_allowed{${named('poddisruptionbudget')}}`]: '0x100',
          [`kube_poddisruptionbudget_status_expected_pods{${named('poddisruptionbudget')}}`]: '1x100',
          [`kube_poddisruptionbudget_status_current_healthy{${named('poddisruptionbudget')}}`]: '1x100',
          [`kube_poddisruptionbudget_status_desired_healthy{${named('poddisruptionbudget')}}`]: '1x100',
        },
        at: '7h',
        labels: labels('poddisruptionbudget'),
      },
      silent: [
        {
          when: 'it guards nothing at present',
          every: '5m',
          series: {
            [`kube_poddisruptionbudget_status_pod_disruptions_allowed{${named('poddisruptionbudget')}}`]: '0x100',
            [`kube_poddisruptionbudget_status_expected_pods{${named('poddisruptionbudget')}}`]: '0x100',
            [`kube_poddisruptionbudget_status_current_healthy{${named('poddisruptionbudget')}}`]: '0x100',
            [`kube_poddisruptionbudget_status_desired_healthy{${named('poddisruptionbudget')}}`]: '0x100',
          },
          at: '7h',
        },
      ],
    },
  },
  {
    alert: 'NamespaceStuckTerminating',
    expr: `kube_namespace_status_phase{${KSM},phase="Terminating"} == 1`,
    for: '1h',
    severity: 'info',
    owner: 'platform',
    summary: 'A namespace does not go away',
    description: 'Namespace {{ $labels.namespace }} has been terminating for an hour.',
    threshold: 'Deleting a namespace takes minutes; an hour means that something holds it.',
    page: {
      meaning:
        'An object in it has a finalizer nobody removes, or an aggregated API is down so that its objects cannot be listed.',
      impact: 'The name cannot be used again, and delivery of that project fails.',
      look: [
        [
          'What is left, and what holds it?',
          'kubectl get namespace <namespace> -o jsonpath="{range .status.conditions[*]}{.type}: {.message}{\'\\n\'}{end}"',
        ],
        ['Are all API services up?', 'kubectl get apiservices | grep False'],
      ],
      end: 'Bring the API service or controller back that must finish. Removing finalizers by hand leaks what they guard, such as load balancers.',
    },
    proof: {
      fires: {
        when: 'it hangs',
        every: '5m',
        series: { 'kube_namespace_status_phase{job="kube-state-metrics",namespace="old",phase="Terminating"}': '1x30' },
        at: '2h',
        labels: { job: 'kube-state-metrics', namespace: 'old', phase: 'Terminating' },
      },
      silent: [
        {
          when: 'it goes',
          every: '5m',
          series: {
            'kube_namespace_status_phase{job="kube-state-metrics",namespace="old",phase="Terminating"}': '1x3 stale',
          },
          at: '2h',
        },
      ],
    },
  },
];
