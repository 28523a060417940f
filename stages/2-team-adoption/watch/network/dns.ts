import type { Alert } from '../../../../src/kit/alert';
import { DNS } from '../thresholds';

const PODS = [
  'Are its pods well, and do they log errors?',
  'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide; kubectl -n kube-system logs -l k8s-app=kube-dns --tail=50',
] as const;
const TRY = [
  'Does a name resolve?',
  'kubectl -n monitoring exec prometheus-0 -c prometheus -- nslookup kubernetes.default.svc.cluster.local',
] as const;
const labels = { job: 'coredns' };

export const dnsAlerts: readonly Alert[] = [
  {
    alert: 'DnsDown',
    expr: 'absent(up{job="coredns"} == 1)',
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'No DNS server of the cluster answers',
    description: 'Prometheus has reached no CoreDNS pod for five minutes.',
    threshold: 'Two pods in two zones: five minutes without either is no rollout.',
    page: {
      meaning: 'CoreDNS is gone, or Prometheus is cut off from it.',
      impact: 'Nothing in the cluster finds anything by name.',
      look: [
        PODS,
        TRY,
        [
          'What does the add-on say?',
          'aws eks describe-addon --cluster-name "$CLUSTER" --addon-name coredns --query "addon.{status:status,health:health}"',
        ],
      ],
      end: 'If names resolve, mend the scrape (network policy, port 9153). Otherwise undo the last change to the add-on or its Corefile: `kubectl -n kube-system rollout undo deployment/coredns`.',
    },
    proof: {
      fires: {
        when: 'all are down',
        series: { 'up{job="coredns",instance="a"}': '0x20', 'up{job="coredns",instance="b"}': '0x20' },
        at: '10m',
        labels: {},
      },
      silent: [
        {
          when: 'one answers',
          series: { 'up{job="coredns",instance="a"}': '0x20', 'up{job="coredns",instance="b"}': '1x20' },
          at: '10m',
        },
      ],
    },
  },
  {
    alert: 'DnsFails',
    expr: `sum by (job) (rate(coredns_dns_responses_total{job="coredns",rcode="SERVFAIL"}[5m])) / sum by (job) (rate(coredns_dns_responses_total{job="coredns"}[5m])) > ${DNS.failures}`,
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'DNS answers with failures',
    description: '{{ $value | humanizePercentage }} of all DNS answers are SERVFAIL.',
    threshold: `${DNS.failures * 100} % for ten minutes: clients try again, so this share is felt; a healthy cluster shows none.`,
    page: {
      meaning: 'CoreDNS cannot answer: the resolver of the VPC fails or throttles, or it cannot reach the API server.',
      impact: 'Connections to other services and to the outside fail at random.',
      look: [
        PODS,
        [
          'Which names fail? Errors name them.',
          'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=500 --prefix | grep -i error | tail -20',
        ],
        TRY,
      ],
      end: 'The VPC resolver takes 1024 packets a second of each network interface: spread CoreDNS over more nodes, or use NodeLocal DNSCache. If one domain alone fails, its own servers are down.',
    },
    proof: {
      fires: {
        when: 'a tenth fails',
        series: {
          'coredns_dns_responses_total{job="coredns",rcode="SERVFAIL",zone="."}': '0+60x30',
          'coredns_dns_responses_total{job="coredns",rcode="NOERROR",zone="."}': '0+540x30',
        },
        at: '20m',
        labels,
        value: '10%',
      },
      silent: [
        {
          when: 'names do not exist, which is an answer',
          series: {
            'coredns_dns_responses_total{job="coredns",rcode="NXDOMAIN",zone="."}': '0+600x30',
            'coredns_dns_responses_total{job="coredns",rcode="SERVFAIL",zone="."}': '0+1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'DnsSlow',
    expr: `histogram_quantile(0.99, sum by (job, le) (rate(coredns_dns_request_duration_seconds_bucket{job="coredns"}[5m]))) > ${DNS.slowSeconds}`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'DNS is slow',
    description: 'One in a hundred DNS queries takes longer than {{ $value | humanizeDuration }}.',
    threshold: `${DNS.slowSeconds} s: clients give up and try again after five by default (resolv.conf), and feel every one before that.`,
    page: {
      meaning: 'The resolvers behind CoreDNS are slow, or CoreDNS itself has too little CPU.',
      impact: 'First connections take seconds.',
      look: [PODS, ['Is it CPU?', 'kubectl -n kube-system top pods -l k8s-app=kube-dns']],
      end: 'More replicas, or more CPU, through the configuration of the add-on. If one forwarded domain is slow, its servers are.',
    },
    proof: {
      fires: {
        when: 'all take over a second',
        series: {
          'coredns_dns_request_duration_seconds_bucket{job="coredns",le="1.024"}': '0x40',
          'coredns_dns_request_duration_seconds_bucket{job="coredns",le="2.048"}': '0+60x40',
          'coredns_dns_request_duration_seconds_bucket{job="coredns",le="+Inf"}': '0+60x40',
        },
        at: '30m',
        labels,
        value: '2.038s',
      },
      silent: [
        {
          when: 'all are quick',
          series: {
            'coredns_dns_request_duration_seconds_bucket{job="coredns",le="0.008"}': '0+60x40',
            'coredns_dns_request_duration_seconds_bucket{job="coredns",le="+Inf"}': '0+60x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'DnsPanics',
    expr: 'increase(coredns_panics_total{job="coredns"}[10m]) > 0',
    severity: 'warning',
    owner: 'platform',
    summary: 'A DNS server panics',
    description: 'CoreDNS {{ $labels.instance }} panicked while answering.',
    threshold: 'A panic is always a bug.',
    page: {
      meaning: 'A query or a change of configuration hit a bug in CoreDNS.',
      impact: 'Single answers are lost; it goes on by itself.',
      look: [
        ['Which plugin?', 'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=1000 --prefix | grep -A20 -i panic'],
      ],
      end: 'Update the add-on; undo a change to the Corefile that came just before.',
    },
    proof: {
      fires: {
        when: 'it panics',
        series: { 'coredns_panics_total{job="coredns",instance="a"}': '0x5 1x10' },
        at: '8m',
        labels: { job: 'coredns', instance: 'a' },
      },
      silent: [
        { when: 'it does not', series: { 'coredns_panics_total{job="coredns",instance="a"}': '0x20' }, at: '8m' },
      ],
    },
  },
  {
    alert: 'DnsConfigurationRejected',
    expr: 'increase(coredns_reload_failed_total{job="coredns"}[15m]) > 0',
    severity: 'warning',
    owner: 'platform',
    summary: 'DNS refuses its new configuration',
    description: 'CoreDNS {{ $labels.instance }} could not load its Corefile and goes on with the old one.',
    threshold: 'Any refusal: the next restart of a pod would not come up.',
    page: {
      meaning: 'The Corefile in ConfigMap coredns has a mistake.',
      impact: 'None until a pod restarts; then that pod does not start.',
      look: [
        [
          'What is wrong with it?',
          'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=200 | grep -i corefile; kubectl -n kube-system get configmap coredns -o yaml',
        ],
      ],
      end: 'Correct the Corefile where it is kept: the configuration of the add-on.',
    },
    proof: {
      fires: {
        when: 'a reload fails',
        series: { 'coredns_reload_failed_total{job="coredns",instance="a"}': '0x5 1x10' },
        at: '8m',
        labels: { job: 'coredns', instance: 'a' },
      },
      silent: [
        { when: 'none fails', series: { 'coredns_reload_failed_total{job="coredns",instance="a"}': '0x20' }, at: '8m' },
      ],
    },
  },
];
