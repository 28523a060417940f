import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { certificateAlerts } from './alerts';
import { certManagerAlerts } from './cert-manager';

export const watchCertificates = component({
  name: 'watch-certificates',
  title: 'Certificate alerts',
  summary: 'Alerts about certificates that expire or are not renewed',
  // cert-manager's own alerts stand only where it is: an alert about what nobody installed can never be ended.
  monitoring: (context) =>
    watched(
      { name: 'certificates', rules: certificateAlerts },
      ...(context.has('cert-manager') ? [{ name: 'cert-manager', rules: certManagerAlerts }] : []),
    ),
});
