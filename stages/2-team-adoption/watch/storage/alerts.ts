import type { Alert } from '../../../../src/kit/alert';
import { VOLUME } from '../thresholds';

const KUBELET = 'job="kubelet",metrics_path="/metrics"';
const KSM = 'job="kube-state-metrics"';
/** Volumes nobody can fill by accident: read-only ones, and claims whose owner took them out by a label of the claim's namespace. */
const WRITABLE = `unless on (namespace, persistentvolumeclaim) kube_persistentvolumeclaim_access_mode{${KSM},access_mode="ReadOnlyMany"} == 1`;
const free = `kubelet_volume_stats_available_bytes{${KUBELET}} / kubelet_volume_stats_capacity_bytes{${KUBELET}}`;

const stat = (metric: string) =>
  `kubelet_volume_stats_${metric}{job="kubelet",metrics_path="/metrics",namespace="shop",persistentvolumeclaim="data-db-0",node="a"}`;
const claim = { namespace: 'shop', persistentvolumeclaim: 'data-db-0' };
const volumeLabels = { ...claim, job: 'kubelet', metrics_path: '/metrics', node: 'a' };

const WHO = [
  'Which pod uses it, and how full is it inside?',
  'kubectl -n <namespace> describe pvc <persistentvolumeclaim> | grep "Used By"; kubectl -n <namespace> exec <pod> -- df -h',
] as const;
const GROW =
  'Grow it while it is used: `kubectl -n <namespace> patch pvc <persistentvolumeclaim> -p \'{"spec":{"resources":{"requests":{"storage":"<size>"}}}}\'` (the storage class allows it; EBS takes one change in six hours). Put the new size into the manifest as well; a StatefulSet takes it only when it is made again with `--cascade=orphan`. Or delete what need not be kept.';

export const storageAlerts: readonly Alert[] = [
  {
    alert: 'VolumeNearlyFull',
    expr: `${free} < ${VOLUME.freeCritical} and kubelet_volume_stats_used_bytes{${KUBELET}} > 0 ${WRITABLE}`,
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'A volume is full in a moment',
    description:
      'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left.',
    threshold: `${VOLUME.freeCritical * 100} %: of the usual 20 to 100 GiB that is minutes to an hour of writes of a busy database.`,
    page: {
      meaning: 'The file system of the volume is nearly full.',
      impact: 'At zero the program stops or turns read-only; some databases do not start again on a full disk.',
      look: [WHO, ['Since when?', 'Dashboard Storage, panel "Free space of the fullest volumes".']],
      end: GROW,
    },
    proof: {
      fires: {
        when: 'two percent are left',
        series: {
          [stat('available_bytes')]: '2e9x20',
          [stat('capacity_bytes')]: '1e11x20',
          [stat('used_bytes')]: '98e9x20',
        },
        at: '10m',
        labels: volumeLabels,
        value: '2%',
      },
      silent: [
        {
          when: 'half is left',
          series: {
            [stat('available_bytes')]: '5e10x20',
            [stat('capacity_bytes')]: '1e11x20',
            [stat('used_bytes')]: '5e10x20',
          },
          at: '10m',
        },
        {
          when: 'it is read-only data and meant to be full',
          series: {
            [stat('available_bytes')]: '2e9x20',
            [stat('capacity_bytes')]: '1e11x20',
            [stat('used_bytes')]: '98e9x20',
            'kube_persistentvolumeclaim_access_mode{job="kube-state-metrics",namespace="shop",persistentvolumeclaim="data-db-0",access_mode="ReadOnlyMany"}':
              '1x20',
          },
          at: '10m',
        },
      ],
    },
  },
  {
    alert: 'VolumeFillsUp',
    expr: `${free} < ${VOLUME.freeForecast} and kubelet_volume_stats_used_bytes{${KUBELET}} > 0
and predict_linear(kubelet_volume_stats_available_bytes{${KUBELET}}[6h], ${VOLUME.forecastDays} * 24 * 3600) < 0 ${WRITABLE}`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A volume fills up within days',
    description:
      'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left and is full within four days.',
    threshold: `${VOLUME.forecastDays} days reach over a weekend; only below ${VOLUME.freeForecast * 100} % free, so that a new volume being filled is no alert.`,
    page: {
      meaning: 'It shrinks in a line that ends within four days.',
      impact: 'None yet: this is the time to act in daylight.',
      look: [
        WHO,
        [
          'Does something no longer clean up? Retention, logs, write-ahead files.',
          'kubectl -n <namespace> exec <pod> -- sh -c "du -xh --max-depth=3 <mount> | sort -h | tail"',
        ],
      ],
      end: GROW,
    },
    proof: {
      fires: {
        when: 'it loses a percent in three hours',
        every: '10m',
        series: {
          [stat('available_bytes')]: '14e9-0.06e9x80',
          [stat('capacity_bytes')]: '1e11x80',
          [stat('used_bytes')]: '86e9x80',
        },
        at: '10h',
        labels: volumeLabels,
        value: '10.4%',
      },
      silent: [
        {
          when: 'it is small and steady',
          every: '10m',
          series: {
            [stat('available_bytes')]: '1e10x80',
            [stat('capacity_bytes')]: '1e11x80',
            [stat('used_bytes')]: '9e10x80',
          },
          at: '10h',
        },
      ],
    },
  },
  {
    alert: 'VolumeInodesNearlyUsed',
    expr: `kubelet_volume_stats_inodes_free{${KUBELET}} / kubelet_volume_stats_inodes{${KUBELET}} < ${VOLUME.inodesFree} and kubelet_volume_stats_inodes_used{${KUBELET}} > 0 ${WRITABLE}`,
    for: '15m',
    severity: 'critical',
    owner: 'platform',
    summary: 'A volume runs out of files',
    description:
      'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} can hold {{ $value | humanizePercentage }} of its files more.',
    threshold: `${VOLUME.inodesFree * 100} % of the inodes: ext4 fixes their number when it is made, one for 16 KiB.`,
    page: {
      meaning: 'Very many small files: caches, sessions, queues.',
      impact: 'No file can be created although space is left.',
      look: [
        WHO,
        [
          'Which directory?',
          'kubectl -n <namespace> exec <pod> -- sh -c "du --inodes -x --max-depth=3 <mount> | sort -n | tail"',
        ],
      ],
      end: 'Delete the files nobody needs. Growing an ext4 volume adds inodes in proportion; XFS makes them as it goes.',
    },
    proof: {
      fires: {
        when: 'one percent is free',
        series: { [stat('inodes_free')]: '1e4x30', [stat('inodes')]: '1e6x30', [stat('inodes_used')]: '99e4x30' },
        at: '20m',
        labels: volumeLabels,
        value: '1%',
      },
      silent: [
        {
          when: 'most are free',
          series: { [stat('inodes_free')]: '9e5x30', [stat('inodes')]: '1e6x30', [stat('inodes_used')]: '1e5x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'ClaimPending',
    expr: `kube_persistentvolumeclaim_status_phase{${KSM},phase="Pending"} == 1
and on (namespace, persistentvolumeclaim) kube_pod_spec_volumes_persistentvolumeclaims_info{${KSM}}`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A pod waits for a volume that is not made',
    description:
      'Claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has been pending for fifteen minutes while a pod waits for it.',
    threshold: 'EBS makes a volume within a minute; claims no pod uses wait on purpose (WaitForFirstConsumer).',
    page: {
      meaning:
        'The storage class does not exist, the driver cannot make the volume, or the pod itself cannot be placed.',
      impact: 'The pod does not start.',
      look: [
        ['Why?', "kubectl -n <namespace> describe pvc <persistentvolumeclaim> | sed -n '/Events/,$p'"],
        [
          'What does the driver say?',
          'kubectl -n kube-system logs -l app=ebs-csi-controller -c csi-provisioner --tail=50',
        ],
      ],
      end: "Name a storage class that exists, raise the quota of volumes in AWS, or mend the driver's permissions (encryption with a key it may not use is the usual cause).",
    },
    proof: {
      fires: {
        when: 'a pod waits for it',
        series: {
          'kube_persistentvolumeclaim_status_phase{job="kube-state-metrics",namespace="shop",persistentvolumeclaim="data-db-0",phase="Pending"}':
            '1x30',
          'kube_pod_spec_volumes_persistentvolumeclaims_info{job="kube-state-metrics",namespace="shop",pod="db-0",volume="data",persistentvolumeclaim="data-db-0"}':
            '1x30',
        },
        at: '20m',
        labels: { ...claim, job: 'kube-state-metrics', phase: 'Pending' },
      },
      silent: [
        {
          when: 'no pod uses it yet',
          series: {
            'kube_persistentvolumeclaim_status_phase{job="kube-state-metrics",namespace="shop",persistentvolumeclaim="data-db-0",phase="Pending"}':
              '1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'VolumeFailed',
    expr: `kube_persistentvolume_status_phase{${KSM},phase="Failed"} == 1`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A volume could not be given back',
    description: 'Volume {{ $labels.persistentvolume }} failed to be deleted or recycled.',
    threshold: 'The phase is final until a person acts.',
    page: {
      meaning: 'Its claim was deleted and the driver could not delete the volume in AWS.',
      impact: 'The volume is paid for and no one uses it.',
      look: [
        ['Why?', "kubectl describe pv <persistentvolume> | sed -n '/Status/,$p'"],
        [
          'Is it still attached?',
          'aws ec2 describe-volumes --volume-ids "$(kubectl get pv <persistentvolume> -o jsonpath=\'{.spec.csi.volumeHandle}\')" --query "Volumes[].{state:State,attached:Attachments[].InstanceId}"',
        ],
      ],
      end: 'Detach it, or give the driver the permission it lacks; it tries again. Delete by hand only what you are sure nobody needs.',
    },
    proof: {
      fires: {
        when: 'it failed',
        series: {
          'kube_persistentvolume_status_phase{job="kube-state-metrics",persistentvolume="pvc-1",phase="Failed"}':
            '1x30',
        },
        at: '15m',
        labels: { job: 'kube-state-metrics', persistentvolume: 'pvc-1', phase: 'Failed' },
      },
      silent: [
        {
          when: 'it is bound',
          series: {
            'kube_persistentvolume_status_phase{job="kube-state-metrics",persistentvolume="pvc-1",phase="Failed"}':
              '0x30',
          },
          at: '15m',
        },
      ],
    },
  },
  {
    alert: 'VolumeAttachStuck',
    expr: `kube_volumeattachment_status_attached{${KSM}} == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A volume does not attach to its node',
    description: 'Attachment {{ $labels.volumeattachment }} has been waiting for fifteen minutes.',
    threshold: 'Attaching takes seconds; Kubernetes forces a volume off a lost node after six minutes.',
    page: {
      meaning: 'The volume still hangs on another node, the node has no slot left, or AWS refuses.',
      impact: 'The pod that needs it does not start.',
      look: [
        [
          'Which volume, which node, which error?',
          'kubectl get volumeattachment <volumeattachment> -o jsonpath="{.spec.source.persistentVolumeName} {.spec.nodeName} {.status.attachError.message}"',
        ],
        ['What does the driver say?', 'kubectl -n kube-system logs -l app=ebs-csi-controller -c ebs-plugin --tail=50'],
      ],
      end: 'If the old node is gone, taint it (`kubectl taint node <node> node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`) or delete it. If slots are used up, spread the pods with volumes.',
    },
    proof: {
      fires: {
        when: 'it waits',
        series: { 'kube_volumeattachment_status_attached{job="kube-state-metrics",volumeattachment="csi-1"}': '0x30' },
        at: '20m',
        labels: { job: 'kube-state-metrics', volumeattachment: 'csi-1' },
      },
      silent: [
        {
          when: 'it attaches in a minute',
          series: {
            'kube_volumeattachment_status_attached{job="kube-state-metrics",volumeattachment="csi-1"}': '0 1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'VolumeOperationsFail',
    expr: `sum by (node, volume_plugin, operation_name) (rate(storage_operation_duration_seconds_count{${KUBELET},status="fail-unknown"}[15m]))
/ sum by (node, volume_plugin, operation_name) (rate(storage_operation_duration_seconds_count{${KUBELET}}[15m])) > 0.5`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node cannot mount or unmount volumes',
    description:
      'On node {{ $labels.node }} {{ $value | humanizePercentage }} of {{ $labels.operation_name }} by {{ $labels.volume_plugin }} fail.',
    threshold: 'Single failures are tried again and pass; half of them for a quarter of an hour do not.',
    page: {
      meaning: 'The driver on this node fails, or a Secret or ConfigMap that pods mount is missing.',
      impact: 'Pods with volumes do not start or do not end on this node.',
      look: [
        ['Which pods?', 'kubectl get events -A --field-selector reason=FailedMount --sort-by=.lastTimestamp | tail'],
        [
          'What does the driver on the node say?',
          'kubectl -n kube-system logs -l app=ebs-csi-node -c ebs-plugin --tail=50 --prefix | grep -i error',
        ],
      ],
      end: 'Create what is missing; otherwise restart the driver pod of that node, or drain and replace the node.',
    },
    proof: {
      fires: {
        when: 'all fail',
        series: {
          'storage_operation_duration_seconds_count{job="kubelet",metrics_path="/metrics",node="a",volume_plugin="csi",operation_name="volume_mount",status="fail-unknown"}':
            '0+2x60',
        },
        at: '40m',
        labels: { node: 'a', volume_plugin: 'csi', operation_name: 'volume_mount' },
        value: '100%',
      },
      silent: [
        {
          when: 'one in twenty fails',
          series: {
            'storage_operation_duration_seconds_count{job="kubelet",metrics_path="/metrics",node="a",volume_plugin="csi",operation_name="volume_mount",status="fail-unknown"}':
              '0+1x60',
            'storage_operation_duration_seconds_count{job="kubelet",metrics_path="/metrics",node="a",volume_plugin="csi",operation_name="volume_mount",status="success"}':
              '0+19x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
