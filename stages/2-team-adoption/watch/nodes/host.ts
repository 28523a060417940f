import type { Alert } from '../../../../src/kit/alert';
import { NODE } from '../thresholds';

/** File systems that hold data: what pods mount is watched as their volumes, the rest is memory or read-only by design. */
export const REAL_DISKS = 'job="node-exporter",fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|vfat"';

const disk = (metric: string, mount = '/') =>
  `node_filesystem_${metric}{job="node-exporter",instance="a",device="/dev/nvme0n1p1",fstype="xfs",mountpoint="${mount}"}`;
const diskLabels = { job: 'node-exporter', instance: 'a', device: '/dev/nvme0n1p1', fstype: 'xfs', mountpoint: '/' };
const of = (metric: string, extra = '') => `${metric}{job="node-exporter",instance="a"${extra}}`;
const nodeLabels = { job: 'node-exporter', instance: 'a' };

const SHELL = (text: string, command: string) =>
  [text, `aws ssm start-session --target <instance-id>   # then: ${command}`] as const;
const PODS = ['Which pods are there?', 'kubectl get pods -A --field-selector spec.nodeName=<node> -o wide'] as const;
const FREE_DISK =
  'Images and logs of the node are cleaned by the kubelet; what grows is mostly a pod that writes to its own layer or an emptyDir. Delete it, give it a limit of ephemeral storage, or take larger disks for the group.';

export const hostAlerts: readonly Alert[] = [
  {
    alert: 'NodeDiskFillsUp',
    expr: `predict_linear(node_filesystem_avail_bytes{${REAL_DISKS}}[6h], ${NODE.diskForecastHours} * 3600) < 0
and node_filesystem_avail_bytes{${REAL_DISKS}} / node_filesystem_size_bytes{${REAL_DISKS}} < ${NODE.diskFreeForecast}
and node_filesystem_readonly{${REAL_DISKS}} == 0`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A disk of a node fills up within a day',
    description:
      '{{ $labels.mountpoint }} on {{ $labels.instance }} is full within a day if it goes on like the last six hours.',
    threshold: `A forecast of ${NODE.diskForecastHours} hours leaves a working day; below ${NODE.diskFreeForecast * 100} % free only, since the kubelet cleans images at 85 % used by default.`,
    page: {
      meaning: 'Free space shrinks in a straight line that ends within a day.',
      impact: 'At 10 % free the kubelet evicts pods (DiskPressure); a full disk stops the node.',
      look: [
        SHELL('What grows?', 'du -xh --max-depth=3 /var/lib/kubelet /var/lib/containerd /var/log | sort -h | tail -20'),
        PODS,
      ],
      end: FREE_DISK,
    },
    proof: {
      fires: {
        when: 'it loses a percent an hour below a fifth',
        every: '10m',
        series: {
          [disk('avail_bytes')]: '30e9-0.2e9x100',
          [disk('size_bytes')]: '100e9x100',
          [disk('readonly')]: '0x100',
        },
        at: '14h',
        labels: diskLabels,
      },
      silent: [
        {
          when: 'it is small and steady',
          every: '10m',
          series: { [disk('avail_bytes')]: '12e9x100', [disk('size_bytes')]: '100e9x100', [disk('readonly')]: '0x100' },
          at: '14h',
        },
        {
          when: 'it falls quickly and is still half empty',
          every: '10m',
          series: {
            [disk('avail_bytes')]: '90e9-0.4e9x100',
            [disk('size_bytes')]: '100e9x100',
            [disk('readonly')]: '0x100',
          },
          at: '14h',
        },
      ],
    },
  },
  {
    alert: 'NodeDiskNearlyFull',
    expr: `node_filesystem_avail_bytes{${REAL_DISKS}} / node_filesystem_size_bytes{${REAL_DISKS}} < ${NODE.diskFreeCritical} and node_filesystem_readonly{${REAL_DISKS}} == 0`,
    for: '15m',
    severity: 'critical',
    owner: 'platform',
    summary: 'A disk of a node is nearly full',
    description: '{{ $labels.mountpoint }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} left.',
    threshold: 'The kubelet evicts at 10 % free by default; at 5 % for a quarter of an hour, eviction did not help.',
    page: {
      meaning: 'Eviction and image cleaning could not free the disk.',
      impact: 'Containers cannot write or start; the kubelet itself may stop.',
      look: [SHELL('What holds the space?', 'df -h; du -xh --max-depth=3 / 2>/dev/null | sort -h | tail -20'), PODS],
      end: `${FREE_DISK} If it is too late for that, drain and replace the node.`,
    },
    proof: {
      fires: {
        when: 'three percent are left',
        series: { [disk('avail_bytes')]: '3e9x30', [disk('size_bytes')]: '100e9x30', [disk('readonly')]: '0x30' },
        at: '20m',
        labels: diskLabels,
        value: '3%',
      },
      silent: [
        {
          when: 'ten percent are left',
          series: { [disk('avail_bytes')]: '10e9x30', [disk('size_bytes')]: '100e9x30', [disk('readonly')]: '0x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'NodeInodesNearlyUsed',
    expr: `node_filesystem_files_free{${REAL_DISKS}} / node_filesystem_files{${REAL_DISKS}} < ${NODE.inodesFree} and node_filesystem_files{${REAL_DISKS}} > 0 and node_filesystem_readonly{${REAL_DISKS}} == 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A disk of a node runs out of files',
    description:
      '{{ $labels.mountpoint }} on {{ $labels.instance }} can hold {{ $value | humanizePercentage }} of its files more.',
    threshold: 'The kubelet evicts at 5 % free inodes by default (nodefs.inodesFree).',
    page: {
      meaning: 'Many small files have used up the inodes; bytes may still be free.',
      impact: 'Nothing can create a file: containers fail to start, and the kubelet evicts.',
      look: [SHELL('Which directory holds them?', 'du -x --inodes --max-depth=4 /var | sort -n | tail -20'), PODS],
      end: 'Find the pod that writes the files and clean or limit it; XFS takes inodes from free space, so a larger disk helps as well.',
    },
    proof: {
      fires: {
        when: 'two percent are free',
        series: { [disk('files_free')]: '2e5x30', [disk('files')]: '1e7x30', [disk('readonly')]: '0x30' },
        at: '20m',
        labels: diskLabels,
        value: '2%',
      },
      silent: [
        {
          when: 'half are free',
          series: { [disk('files_free')]: '5e6x30', [disk('files')]: '1e7x30', [disk('readonly')]: '0x30' },
          at: '20m',
        },
        {
          when: 'the file system counts no inodes',
          series: { [disk('files_free')]: '0x30', [disk('files')]: '0x30', [disk('readonly')]: '0x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'NodeDiskReadOnly',
    expr: 'node_filesystem_readonly{job="node-exporter",mountpoint=~"/|/var.*|/local",device!~"/dev/(dm-.+|root)"} == 1',
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'A disk of a node turned read-only',
    description: '{{ $labels.mountpoint }} on {{ $labels.instance }} is mounted read-only.',
    threshold:
      'A data disk is never read-only on purpose; the kernel does it after errors. Bottlerocket keeps its root (dm-verity, /dev/dm-0 or /dev/root) read-only by design: its data is under /local and /var.',
    page: {
      meaning: 'The kernel met an error on the device and protects what is there.',
      impact: 'The node cannot write: pods there fail.',
      look: [
        SHELL('What did the kernel say?', 'dmesg -T | grep -iE "nvme|xfs|ext4|i/o error" | tail -20'),
        [
          'Is the volume impaired?',
          'aws ec2 describe-volume-status --filters Name=volume-status.status,Values=impaired',
        ],
      ],
      end: 'Drain and replace the node; do not remount.',
    },
    proof: {
      fires: { when: 'it is', series: { [disk('readonly')]: '0x3 1x20' }, at: '15m', labels: diskLabels },
      silent: [
        { when: 'it is not', series: { [disk('readonly')]: '0x20' }, at: '15m' },
        {
          when: 'it is the root of Bottlerocket',
          series: {
            'node_filesystem_readonly{job="node-exporter",instance="a",device="/dev/dm-0",fstype="ext4",mountpoint="/"}':
              '1x20',
            'node_filesystem_readonly{job="node-exporter",instance="b",device="/dev/root",fstype="ext4",mountpoint="/"}':
              '1x20',
          },
          at: '15m',
        },
      ],
    },
  },
  {
    alert: 'NodeMemoryNearlyUsed',
    expr: `node_memory_MemAvailable_bytes{job="node-exporter"} / node_memory_MemTotal_bytes{job="node-exporter"} < ${NODE.memoryAvailable}`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node has hardly any memory left',
    description: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory available.',
    threshold:
      'The kubelet evicts at 100 MiB, about 1 % of a node of 8 GiB: 5 % is before that, and the kernel begins to thrash.',
    page: {
      meaning: 'Pods use more than they requested, or system daemons have grown.',
      impact: 'The kernel kills the container that looks worst to it, which may be one that did nothing wrong.',
      look: [['Who uses more than it requested?', 'kubectl top pods -A --sort-by=memory | head -20'], PODS],
      end: 'Raise requests to what is used, so that the scheduler spreads them; set memory limits; take larger nodes.',
    },
    proof: {
      fires: {
        when: 'four percent are available',
        series: { [of('node_memory_MemAvailable_bytes')]: '4e8x30', [of('node_memory_MemTotal_bytes')]: '1e10x30' },
        at: '20m',
        labels: nodeLabels,
        value: '4%',
      },
      silent: [
        {
          when: 'a fifth is available',
          series: { [of('node_memory_MemAvailable_bytes')]: '2e9x30', [of('node_memory_MemTotal_bytes')]: '1e10x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'NodeMemoryStalls',
    expr: `rate(node_pressure_memory_stalled_seconds_total{job="node-exporter"}[5m]) > ${NODE.memoryStalled}`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node spends its time on finding memory',
    description: 'On {{ $labels.instance }} all tasks wait for memory {{ $value | humanizePercentage }} of the time.',
    threshold: 'Pressure stall information of the kernel: 10 % in which no task could go on; a healthy node shows 0.',
    page: {
      meaning: 'Everything on the node stops while the kernel reclaims pages.',
      impact: 'All pods there are slow, probes time out, and the node may turn not ready.',
      look: [['Who uses the memory?', 'kubectl top pods -A --sort-by=memory | head -20'], PODS],
      end: 'Move the largest pod away (`kubectl delete pod`, with its request raised), then set memory limits and larger requests.',
    },
    proof: {
      fires: {
        when: 'it stalls half of the time',
        series: { [of('node_pressure_memory_stalled_seconds_total')]: '0+30x30' },
        at: '20m',
        labels: nodeLabels,
        value: '50%',
      },
      silent: [
        {
          when: 'it stalls one second a minute',
          series: { [of('node_pressure_memory_stalled_seconds_total')]: '0+1x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'NodeDiskQueueLong',
    expr: `rate(node_disk_io_time_weighted_seconds_total{job="node-exporter",device=~"nvme.+|xvd.+|sd.+"}[5m]) > ${NODE.diskQueue}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A disk of a node cannot keep up',
    description: '{{ $labels.device }} on {{ $labels.instance }} has {{ $value | humanize }} requests waiting.',
    threshold: 'gp3 gives 3000 requests a second by default; a queue of ten for half an hour means it is at its limit.',
    page: {
      meaning: 'More is read or written than the volume or the instance allows.',
      impact: 'Image pulls, databases and logs on this node are slow.',
      look: [
        SHELL('Which process?', 'iotop -boPa -n 3 | head -20'),
        [
          'Is the volume throttled?',
          'aws cloudwatch get-metric-statistics --namespace AWS/EBS --metric-name VolumeQueueLength --dimensions Name=VolumeId,Value=<volume-id> --start-time "$(date -u -d -1hour +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --period 300 --statistics Average',
        ],
      ],
      end: 'Raise the IOPS or throughput of the volume (gp3 can be changed while it is used), or spread the pods that write.',
    },
    proof: {
      fires: {
        when: 'twenty requests wait',
        series: { [of('node_disk_io_time_weighted_seconds_total', ',device="nvme0n1"')]: '0+1200x60' },
        at: '40m',
        labels: { ...nodeLabels, device: 'nvme0n1' },
        value: '20',
      },
      silent: [
        {
          when: 'one request waits',
          series: { [of('node_disk_io_time_weighted_seconds_total', ',device="nvme0n1"')]: '0+60x60' },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'NodeFilesNearlyUsed',
    expr: `node_filefd_allocated{job="node-exporter"} / node_filefd_maximum{job="node-exporter"} > ${NODE.fileDescriptors}`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node runs out of open files',
    description: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its file descriptors open.',
    threshold: 'At 100 % nothing on the node can open a file or a connection; 80 % leaves time to find the leak.',
    page: {
      meaning: 'Some process opens files or connections and does not close them.',
      impact: 'At the limit every process on the node fails to open files and sockets.',
      look: [
        SHELL(
          'Which process?',
          'for p in /proc/[0-9]*; do echo "$(ls $p/fd 2>/dev/null | wc -l) $(tr -d "\\0" <$p/cmdline | cut -c1-80)"; done | sort -n | tail',
        ),
        PODS,
      ],
      end: 'Restart the process that leaks and have it mended.',
    },
    proof: {
      fires: {
        when: 'nine tenths are open',
        series: { [of('node_filefd_allocated')]: '9e5x30', [of('node_filefd_maximum')]: '1e6x30' },
        at: '20m',
        labels: nodeLabels,
        value: '90%',
      },
      silent: [
        {
          when: 'a tenth is open',
          series: { [of('node_filefd_allocated')]: '1e5x30', [of('node_filefd_maximum')]: '1e6x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'NodeClockWrong',
    expr: `(abs(node_timex_offset_seconds{job="node-exporter"}) > ${NODE.clockOffsetSeconds} and deriv(node_timex_offset_seconds{job="node-exporter"}[5m]) >= 0)
or (min_over_time(node_timex_sync_status{job="node-exporter"}[5m]) == 0 and node_timex_maxerror_seconds{job="node-exporter"} >= 16)`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The clock of a node is wrong',
    description: 'The clock of {{ $labels.instance }} is off or no longer kept right.',
    threshold:
      '50 ms and not shrinking; the Amazon time service keeps it within one. A maximal error of 16 s is what the kernel sets when nobody corrects it.',
    page: {
      meaning: 'The time daemon is stopped or cannot reach its source at 169.254.169.123.',
      impact: 'Tokens and certificates are refused, logs and metrics are out of order.',
      look: [SHELL('What does the daemon say?', 'chronyc tracking; chronyc sources')],
      end: 'Restart chronyd. If the source is not reached, look for a policy that blocks link-local addresses; otherwise replace the node.',
    },
    proof: {
      fires: {
        when: 'it is off and drifts',
        series: { [of('node_timex_offset_seconds')]: '0.1+0.001x40' },
        at: '20m',
        labels: nodeLabels,
      },
      silent: [
        {
          when: 'it is off and comes back',
          series: { [of('node_timex_offset_seconds')]: '0.5-0.05x9 0.001x40' },
          at: '20m',
        },
      ],
    },
  },
];
