import type { Alert } from '../../../../src/kit/alert';
import { CERTIFICATE } from '../thresholds';

const series = 'job="cert-manager",namespace="shop",name="web-tls",issuer_name="letsencrypt"';
const labels = { job: 'cert-manager', namespace: 'shop', name: 'web-tls', issuer_name: 'letsencrypt' };
const STATUS = [
  'What holds the renewal?',
  'kubectl -n <namespace> describe certificate <name> | tail -20; kubectl -n <namespace> get certificaterequests,orders,challenges',
] as const;
const END =
  "Mend what the challenge or the issuer complains about (DNS, a rate limit, the issuer's account), then ask again: `kubectl -n <namespace> delete certificaterequest <request>`.";

export const certManagerAlerts: readonly Alert[] = [
  {
    alert: 'CertificateExpires',
    expr: `certmanager_certificate_expiration_timestamp_seconds{job="cert-manager"} - time() < ${CERTIFICATE.warningDays} * 24 * 3600 and certmanager_certificate_expiration_timestamp_seconds{job="cert-manager"} > 0`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A certificate expires and was not renewed',
    description: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}.',
    threshold: `cert-manager renews at two thirds of the lifetime, 30 days before the end of 90; at ${CERTIFICATE.warningDays} days it has failed for three weeks.`,
    page: {
      meaning: 'Renewal was due weeks ago and did not succeed.',
      impact: 'Clients refuse the certificate when it has expired.',
      look: [STATUS],
      end: END,
    },
    proof: {
      fires: {
        when: 'five days are left',
        every: '10m',
        series: { [`certmanager_certificate_expiration_timestamp_seconds{${series}}`]: '439200x20' },
        at: '2h',
        labels,
        value: '5d 0h 0m 0s',
      },
      silent: [
        {
          when: 'a month is left',
          every: '10m',
          series: { [`certmanager_certificate_expiration_timestamp_seconds{${series}}`]: '2600000x20' },
          at: '2h',
        },
      ],
    },
  },
  {
    alert: 'CertificateNotReady',
    expr: 'certmanager_certificate_ready_status{job="cert-manager",condition!="True"} == 1',
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A certificate is not issued',
    description: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} has not been ready for half an hour.',
    threshold: 'An ACME order takes minutes, DNS included.',
    page: {
      meaning: 'It was never issued, or its secret does not fit its specification.',
      impact: 'What serves with it does not start or shows an old certificate.',
      look: [STATUS],
      end: END,
    },
    proof: {
      fires: {
        when: 'it is not ready',
        series: { [`certmanager_certificate_ready_status{${series},condition="False"}`]: '1x50' },
        at: '40m',
        labels: { ...labels, condition: 'False' },
      },
      silent: [
        {
          when: 'it is ready',
          series: { [`certmanager_certificate_ready_status{${series},condition="False"}`]: '0x50' },
          at: '40m',
        },
      ],
    },
  },
];
