import type { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { cluster } from '../cluster';
import { apiServerFlow, controlPlaneIngress } from '../flows';
import { CERT_MANAGER_NAMESPACE } from '../internal-ca';
import { CertManagerNamespace } from './cert-manager-namespace.k8s';
import { LockedNamespace } from './locked-namespace.k8s';

export function build(chart: Construct, context: Context): void {
  new LockedNamespace(chart, 'default', { name: 'default' });
  if (context.contextOf(cluster).config.addons.certManager)
    new CertManagerNamespace(chart, 'cert-manager', {
      name: CERT_MANAGER_NAMESPACE,
      apiServer: apiServerFlow(context),
      webhook: controlPlaneIngress(context, [10250]),
    });
}
