import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import type { ScrapeTarget } from '../../../../src/kit/monitoring';
import { CERT_MANAGER_NAMESPACE, cluster } from '../../../1-bootstrapping';
import { certificateAlerts } from './alerts';
import { certManagerAlerts } from './cert-manager';

export const watchCertificates = component({
  name: 'watch-certificates',
  title: 'Certificate alerts',
  summary: 'Alerts about certificates that expire or are not renewed',
  // cert-manager's own alerts stand only where it is: an alert about what nobody installed can never be ended.
  monitoring: (context) => {
    const installed = context.configOf(cluster)?.addons.certManager ?? false;
    return {
      ...watched(
        { name: 'certificates', rules: certificateAlerts },
        ...(installed ? [{ name: 'cert-manager', rules: certManagerAlerts }] : []),
      ),
      scrapes: installed ? [controller] : [],
    };
  },
});

/** The controller of the EKS add-on: it alone knows the certificates. */
const controller: ScrapeTarget = {
  job: 'cert-manager',
  namespace: CERT_MANAGER_NAMESPACE,
  service: 'cert-manager',
  // The first since 1.21, the second before: deploy/charts/cert-manager/templates/service.yaml of cert-manager.
  port: '(http-metrics|tcp-prometheus-servicemonitor)',
  // `name` and `namespace` are the certificate's.
  honorLabels: true,
  // Seven series a certificate (three of readiness, four times); with half of the limit left to the process itself, 350 certificates.
  sampleLimit: 5000,
  // The add-on runs one; two while it rolls, and one to spare.
  targetLimit: 3,
  // Every pod there, as in the other policies of that namespace: an add-on version could change its labels.
  podLabels: {},
  containerPort: 9402,
};
