import type { Alert } from '../../../../src/kit/alert';
import { CERTIFICATE } from '../thresholds';

const KUBELET = 'job="kubelet",metrics_path="/metrics"';
const ttl = (side: string) =>
  `kubelet_certificate_manager_${side}_ttl_seconds{job="kubelet",metrics_path="/metrics",node="a"}`;
const labels = { job: 'kubelet', metrics_path: '/metrics', node: 'a' };
const LOGS = [
  'What does the kubelet say?',
  'aws ssm start-session --target <instance-id>   # then: journalctl -u kubelet | grep -i certificate | tail',
] as const;
const REPLACE =
  'Replacing the node always helps: `kubectl drain <node> --ignore-daemonsets --delete-emptydir-data`, then terminate its instance.';

export const certificateAlerts: readonly Alert[] = [
  {
    alert: 'KubeletClientCertificateExpires',
    expr: `kubelet_certificate_manager_client_ttl_seconds{${KUBELET}} < ${CERTIFICATE.warningDays} * 24 * 3600`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'The client certificate of a kubelet expires',
    description:
      'The certificate node {{ $labels.node }} shows the API server expires in {{ $value | humanizeDuration }}.',
    threshold: `${CERTIFICATE.warningDays} days: the kubelet renews between 70 and 90 % of the lifetime of a year, so it has failed for weeks. EKS nodes that sign in with IAM report +Inf.`,
    page: {
      meaning: 'The kubelet did not renew its certificate in time.',
      impact: 'When it has expired the node turns not ready.',
      look: [['Are requests waiting?', 'kubectl get csr | grep -i pending'], LOGS],
      end: `Approve the request if it is the node's (\`kubectl certificate approve <csr>\`). ${REPLACE}`,
    },
    proof: {
      fires: {
        when: 'five days are left',
        every: '10m',
        series: { [ttl('client')]: '432000x20' },
        at: '2h',
        labels,
        value: '5d 0h 0m 0s',
      },
      silent: [
        { when: 'a month is left', every: '10m', series: { [ttl('client')]: '2592000x20' }, at: '2h' },
        {
          when: 'there is none',
          every: '10m',
          series: { [ttl('client')]: Array(20).fill('+Inf').join(' ') },
          at: '2h',
        },
      ],
    },
  },
  {
    alert: 'KubeletServerCertificateExpires',
    expr: `kubelet_certificate_manager_server_ttl_seconds{${KUBELET}} < ${CERTIFICATE.warningDays} * 24 * 3600`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'The serving certificate of a kubelet expires',
    description:
      'The certificate with which node {{ $labels.node }} answers expires in {{ $value | humanizeDuration }}.',
    threshold: `${CERTIFICATE.warningDays} days: renewal begins at 70 % of the lifetime at the latest.`,
    page: {
      meaning: 'The kubelet asked for a new serving certificate and got none.',
      impact: 'When it has expired, logs, exec and metrics of this node fail.',
      look: [['Are requests waiting?', 'kubectl get csr -o wide | grep kubelet-serving | grep -i pending'], LOGS],
      end: `Approve the request if it is the node's (\`kubectl certificate approve <csr>\`); EKS approves them itself for its own nodes. ${REPLACE}`,
    },
    proof: {
      fires: {
        when: 'five days are left',
        every: '10m',
        series: { [ttl('server')]: '432000x20' },
        at: '2h',
        labels,
        value: '5d 0h 0m 0s',
      },
      silent: [{ when: 'a month is left', every: '10m', series: { [ttl('server')]: '2592000x20' }, at: '2h' }],
    },
  },
  {
    alert: 'KubeletCertificateRenewalFails',
    expr: `sum by (node) (increase(kubelet_certificate_manager_client_expiration_renew_errors{${KUBELET}}[1h])) + sum by (node) (increase(kubelet_server_expiration_renew_errors{${KUBELET}}[1h])) > 0`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A kubelet cannot renew its certificates',
    description: 'Node {{ $labels.node }} has failed to renew a certificate for an hour.',
    threshold: 'Any error that is still there after an hour: the kubelet tries again with a growing pause.',
    page: {
      meaning: 'The request for a certificate is refused or not answered.',
      impact: 'None until the certificate expires.',
      look: [['Which requests, what answer?', 'kubectl get csr -o wide | tail'], LOGS],
      end: `Mend what refuses the request. ${REPLACE}`,
    },
    proof: {
      fires: {
        when: 'it fails again and again',
        every: '5m',
        series: {
          'kubelet_certificate_manager_client_expiration_renew_errors{job="kubelet",metrics_path="/metrics",node="a"}':
            '0x50',
          'kubelet_server_expiration_renew_errors{job="kubelet",metrics_path="/metrics",node="a"}': '0+1x50',
        },
        at: '3h',
        labels: { node: 'a' },
      },
      silent: [
        {
          when: 'one error is long ago',
          every: '5m',
          series: {
            'kubelet_certificate_manager_client_expiration_renew_errors{job="kubelet",metrics_path="/metrics",node="a"}':
              '0x50',
            'kubelet_server_expiration_renew_errors{job="kubelet",metrics_path="/metrics",node="a"}': '0x3 1x47',
          },
          at: '3h',
        },
      ],
    },
  },
  {
    alert: 'ApiClientCertificateExpires',
    expr: `histogram_quantile(0.01, sum by (le) (rate(apiserver_client_certificate_expiration_seconds_bucket{job="apiserver"}[15m]))) < ${CERTIFICATE.warningDays} * 24 * 3600
and on () sum(rate(apiserver_client_certificate_expiration_seconds_count{job="apiserver"}[15m])) > 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A client of the API server shows a certificate that expires',
    description: 'Some client signs in with a certificate that expires in about {{ $value | humanizeDuration }}.',
    threshold: `${CERTIFICATE.warningDays} days leave a working week. Clients with tokens or IAM are not counted.`,
    page: {
      meaning: 'Someone or something signs in to the API server with a client certificate near its end.',
      impact: 'That client is locked out when it expires.',
      look: [
        [
          'Which certificates were signed by the cluster?',
          'kubectl get csr -o custom-columns=NAME:.metadata.name,SIGNER:.spec.signerName,USER:.spec.username,AGE:.metadata.creationTimestamp',
        ],
        [
          'Who signs in with one? In CloudWatch Logs Insights, on the audit log:',
          'fields user.username, userAgent | filter user.extra.`authentication.kubernetes.io/credential-id.0` like /X509SHA256/ | stats count() by user.username, userAgent',
        ],
      ],
      end: 'Renew the certificate, or better give the client an access entry (people) or a service account (programs).',
    },
    proof: {
      fires: {
        when: 'all expire within a day',
        series: {
          'apiserver_client_certificate_expiration_seconds_bucket{job="apiserver",le="86400.0"}': '0+6x60',
          'apiserver_client_certificate_expiration_seconds_bucket{job="apiserver",le="+Inf"}': '0+6x60',
          'apiserver_client_certificate_expiration_seconds_count{job="apiserver"}': '0+6x60',
        },
        at: '40m',
        value: '14m 24s',
      },
      silent: [
        {
          when: 'all live for a month',
          series: {
            'apiserver_client_certificate_expiration_seconds_bucket{job="apiserver",le="604800.0"}': '0x60',
            'apiserver_client_certificate_expiration_seconds_bucket{job="apiserver",le="2.592e+06"}': '0+6x60',
            'apiserver_client_certificate_expiration_seconds_bucket{job="apiserver",le="+Inf"}': '0+6x60',
            'apiserver_client_certificate_expiration_seconds_count{job="apiserver"}': '0+6x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
