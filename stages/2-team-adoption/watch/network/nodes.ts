import type { Alert } from '../../../../src/kit/alert';
import { NODE } from '../thresholds';

const host = (metric: string, extra = '') => `${metric}{job="node-exporter",instance="a"${extra}}`;
const nic = ',device="ens5"';
const NIC = 'device!~"lo|veth.*|eni.*|cali.*|docker.*"';

/** What the kernel and the network of EC2 say of a node's connections. */
export const networkAlerts: readonly Alert[] = [
  {
    alert: 'ConnectionTableNearlyFull',
    expr: `node_nf_conntrack_entries{job="node-exporter"} / node_nf_conntrack_entries_limit{job="node-exporter"} > ${NODE.conntrack}`,
    for: '5m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node tracks nearly as many connections as it can',
    description: '{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its connection table.',
    threshold: `${NODE.conntrack * 100} %: full, the kernel drops every new connection without a word.`,
    page: {
      meaning: 'Very many connections, or connections that nobody closes.',
      impact: 'When full, new connections from and to all pods of the node are dropped.',
      look: [
        [
          'Which state, which target?',
          "aws ssm start-session --target <instance-id>   # then: conntrack -L 2>/dev/null | awk '{print $4, $6}' | sort | uniq -c | sort -rn | head",
        ],
        ['Which pods are there?', 'kubectl get pods -A --field-selector spec.nodeName=<node> -o wide'],
      ],
      end: 'Let clients reuse connections; spread what opens them over nodes; larger instances have a larger table (kube-proxy gives 32768 entries a core).',
    },
    proof: {
      fires: {
        when: 'nine tenths are used',
        series: {
          [host('node_nf_conntrack_entries')]: '90000x20',
          [host('node_nf_conntrack_entries_limit')]: '100000x20',
        },
        at: '10m',
        labels: { job: 'node-exporter', instance: 'a' },
        value: '90%',
      },
      silent: [
        {
          when: 'half is used',
          series: {
            [host('node_nf_conntrack_entries')]: '50000x20',
            [host('node_nf_conntrack_entries_limit')]: '100000x20',
          },
          at: '10m',
        },
      ],
    },
  },
  {
    alert: 'NodeNetworkErrors',
    expr: `(
  rate(node_network_receive_errs_total{job="node-exporter",${NIC}}[5m]) / rate(node_network_receive_packets_total{job="node-exporter",${NIC}}[5m]) > ${NODE.networkErrors}
) or (
  rate(node_network_transmit_errs_total{job="node-exporter",${NIC}}[5m]) / rate(node_network_transmit_packets_total{job="node-exporter",${NIC}}[5m]) > ${NODE.networkErrors}
)`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A network interface of a node makes errors',
    description:
      '{{ $labels.device }} on {{ $labels.instance }}: {{ $value | humanizePercentage }} of the packets are damaged.',
    threshold: `${NODE.networkErrors * 100} % for an hour: a virtual interface makes none.`,
    page: {
      meaning: 'Driver or hardware of the host fails.',
      impact: 'Connections of this node are slow or break.',
      look: [
        [
          'What kind?',
          'aws ssm start-session --target <instance-id>   # then: ip -s link show <device>; ethtool -S <device> | grep -iE "err|exceeded"',
        ],
      ],
      end: 'Drain and replace the node: a new instance is on another host.',
    },
    proof: {
      fires: {
        when: 'a tenth is damaged',
        every: '2m',
        series: {
          [host('node_network_receive_errs_total', nic)]: '0+100x90',
          [host('node_network_receive_packets_total', nic)]: '0+1000x90',
        },
        at: '2h',
        labels: { job: 'node-exporter', instance: 'a', device: 'ens5' },
        value: '10%',
      },
      silent: [
        {
          when: 'one in a thousand is',
          every: '2m',
          series: {
            [host('node_network_receive_errs_total', nic)]: '0+1x90',
            [host('node_network_receive_packets_total', nic)]: '0+1000x90',
          },
          at: '2h',
        },
      ],
    },
  },
  {
    alert: 'NodeNetworkAllowanceExceeded',
    expr: `label_replace(sum by (instance) (rate(node_ethtool_linklocal_allowance_exceeded{job="node-exporter"}[10m])) > ${NODE.droppedPerSecond}, "allowance", "linklocal", "", "")
or label_replace(sum by (instance) (rate(node_ethtool_conntrack_allowance_exceeded{job="node-exporter"}[10m])) > ${NODE.droppedPerSecond}, "allowance", "conntrack", "", "")`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'EC2 drops packets of a node',
    description:
      '{{ $labels.instance }} loses {{ $value | humanize }} packets a second to the limit {{ $labels.allowance }} of its instance.',
    threshold:
      'One packet a second for a quarter of an hour: each is a name that did not resolve or a connection that was not made, and neither the node nor flow logs show it. Bandwidth and packets a second are a panel: what exceeds them is mostly queued.',
    page: {
      meaning:
        '`linklocal`: more than 1024 packets a second of one interface to DNS, time and instance metadata of AWS. `conntrack`: more tracked connections than the instance type may have.',
      impact:
        'Names fail to resolve now and then (`linklocal`), new connections of all pods of the node time out (`conntrack`).',
      look: [
        [
          'Which pods are there? CoreDNS on it means the queries of everybody.',
          'kubectl get pods -A --field-selector spec.nodeName=<instance> -o wide',
        ],
        [
          'Which limit, on which card?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- promtool query instant http://localhost:9090 \'rate({__name__=~"node_ethtool_.+_allowance_exceeded",instance="<instance>"}[10m]) > 0\'',
        ],
      ],
      end: '`linklocal`: more CoreDNS pods, on more nodes, and fewer queries: names with a dot at their end, a longer cache. `conntrack`: clients that keep connections, or a larger instance type.',
    },
    proof: {
      fires: {
        when: 'DNS is throttled',
        series: { [host('node_ethtool_linklocal_allowance_exceeded', nic)]: '0+600x60' },
        at: '40m',
        labels: { instance: 'a', allowance: 'linklocal' },
        value: '10',
      },
      silent: [
        {
          when: 'a moment was too much',
          series: {
            [host('node_ethtool_linklocal_allowance_exceeded', nic)]: '0x10 500x50',
            [host('node_ethtool_conntrack_allowance_exceeded', nic)]: '0x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
