import { type DashboardSpec, dashboard } from '../../../../src/kit/dashboard';
import { DASHBOARDS, firingAlerts, podTraffic } from '../panels';
import { CAPACITY, DNS, NODE } from '../thresholds';

const CADVISOR = 'job="kubelet",metrics_path="/metrics/cadvisor",pod!=""';
const NIC = 'job="node-exporter",device!~"lo|veth.*|eni.*|cali.*|docker.*"';

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.network,
  title: 'Network',
  description: 'Names, addresses and packets: does DNS answer, are there addresses for pods, who sends how much.',
  runbooks,
  rows: [
    {
      title: 'DNS',
      panels: [
        {
          kind: 'stat',
          title: 'DNS servers',
          unit: 'short',
          expr: 'sum(up{job="coredns"})',
          limits: { critical: 1, warning: 2, falling: true },
        },
        {
          kind: 'stat',
          title: 'Failures',
          unit: 'percentunit',
          expr: 'sum(rate(coredns_dns_responses_total{job="coredns",rcode="SERVFAIL"}[5m])) / sum(rate(coredns_dns_responses_total{job="coredns"}[5m]))',
          limits: { critical: DNS.failures },
        },
        {
          kind: 'stat',
          title: 'Slowest hundredth',
          unit: 's',
          expr: 'histogram_quantile(0.99, sum by (le) (rate(coredns_dns_request_duration_seconds_bucket{job="coredns"}[5m])))',
          limits: { warning: DNS.slowSeconds },
        },
        {
          kind: 'stat',
          title: 'From the cache',
          unit: 'percentunit',
          expr: 'sum(rate(coredns_cache_hits_total{job="coredns"}[5m])) / sum(rate(coredns_cache_requests_total{job="coredns"}[5m]))',
        },
        {
          kind: 'lines',
          title: 'Answers',
          unit: 'reqps',
          stacked: true,
          queries: [
            {
              expr: 'sum by (rcode) (rate(coredns_dns_responses_total{job="coredns"}[$__rate_interval]))',
              legend: '{{rcode}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Time to answer',
          unit: 's',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le) (rate(coredns_dns_request_duration_seconds_bucket{job="coredns"}[$__rate_interval])))',
              legend: 'slowest hundredth',
            },
            {
              expr: 'histogram_quantile(0.99, sum by (le) (rate(coredns_proxy_request_duration_seconds_bucket{job="coredns",proxy_name="forward"}[$__rate_interval])))',
              legend: 'of the resolvers behind it',
            },
          ],
          limits: { warning: DNS.slowSeconds },
        },
        firingAlerts('alertname=~"Dns.*|.*Address.*|.*Network.*|Connection.*"'),
      ],
    },
    {
      title: 'Pod addresses',
      panels: [
        {
          kind: 'stat',
          title: 'Addresses given',
          unit: 'short',
          expr: 'sum(awscni_assigned_ip_addresses{job="vpc-cni"})',
        },
        {
          kind: 'stat',
          title: 'Pods without an address (1 h)',
          unit: 'short',
          expr: 'sum(increase(awscni_no_available_ip_addresses{job="vpc-cni"}[1h]))',
          limits: { critical: 1 },
        },
        {
          kind: 'lines',
          title: 'Share of addresses given, fullest nodes',
          unit: 'percentunit',
          queries: [
            {
              expr: 'topk(15, max by (node) (awscni_assigned_ip_addresses{job="vpc-cni"}) / (max by (node) (awscni_ip_max{job="vpc-cni"}) > 0))',
              legend: '{{node}}',
            },
          ],
          limits: { warning: CAPACITY.addresses },
          width: 8,
        },
        {
          kind: 'lines',
          title: 'Errors of the EC2 API',
          unit: 'ops',
          queries: [
            {
              expr: 'topk(10, sum by (api) (rate(awscni_aws_api_error_count{job="vpc-cni"}[$__rate_interval])))',
              legend: '{{api}}',
            },
          ],
          width: 8,
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          kind: 'lines',
          title: 'Received by namespace',
          unit: 'Bps',
          stacked: true,
          queries: [
            {
              expr: `topk(12, sum by (namespace) (${podTraffic('container_network_receive_bytes_total', CADVISOR)}))`,
              legend: '{{namespace}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Sent by namespace',
          unit: 'Bps',
          stacked: true,
          queries: [
            {
              expr: `topk(12, sum by (namespace) (${podTraffic('container_network_transmit_bytes_total', CADVISOR)}))`,
              legend: '{{namespace}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Received by node',
          unit: 'Bps',
          queries: [{ expr: 'topk(15, instance:node_network_receive_bytes:rate5m)', legend: '{{instance}}' }],
        },
        {
          kind: 'lines',
          title: 'Sent by node',
          unit: 'Bps',
          queries: [{ expr: 'topk(15, instance:node_network_transmit_bytes:rate5m)', legend: '{{instance}}' }],
        },
        {
          kind: 'lines',
          title: 'Dropped packets by namespace',
          unit: 'ops',
          queries: [
            {
              expr: `topk(12, sum by (namespace) (${podTraffic('container_network_receive_packets_dropped_total', CADVISOR)} + ${podTraffic('container_network_transmit_packets_dropped_total', CADVISOR)}))`,
              legend: '{{namespace}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Damaged packets by node',
          unit: 'ops',
          queries: [
            {
              expr: `topk(15, sum by (instance) (rate(node_network_receive_errs_total{${NIC}}[$__rate_interval]) + rate(node_network_transmit_errs_total{${NIC}}[$__rate_interval])))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Dropped beyond the limits of the instance',
          description:
            'Packets a second that EC2 drops, or queues: bandwidth, packets, tracked connections, and DNS with metadata.',
          unit: 'ops',
          queries: ['linklocal', 'conntrack', 'pps', 'bw_in', 'bw_out'].map((limit) => ({
            expr: `topk(5, sum by (instance) (rate(node_ethtool_${limit}_allowance_exceeded{job="node-exporter"}[$__rate_interval])) > 0)`,
            legend: `{{instance}} ${limit}`,
          })),
        },
        {
          kind: 'lines',
          title: 'Connection table used',
          unit: 'percentunit',
          queries: [
            {
              expr: 'topk(15, node_nf_conntrack_entries{job="node-exporter"} / node_nf_conntrack_entries_limit{job="node-exporter"})',
              legend: '{{instance}}',
            },
          ],
          limits: { warning: NODE.conntrack },
        },
        {
          kind: 'lines',
          title: 'TCP segments sent again',
          unit: 'percentunit',
          queries: [
            {
              expr: 'topk(15, rate(node_netstat_Tcp_RetransSegs{job="node-exporter"}[$__rate_interval]) / rate(node_netstat_Tcp_OutSegs{job="node-exporter"}[$__rate_interval]))',
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
  ],
});

export const networkDashboard = (runbooks: string) => dashboard(spec(runbooks));
