import { Construct } from 'constructs';
import { add, allow, type Flow, guardedNamespace } from '../../../src/kit/kubernetes';

export interface CertManagerNamespaceProps {
  readonly name: string;
  /** Egress to the API server. */
  readonly apiServer: Flow;
  /** Ingress of the API server's calls to the webhook. */
  readonly webhook: Flow;
}

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/**
 * Guards the namespace of cert-manager, whose pods come with the EKS add-on. The policies select every pod there, not labels
 * that an add-on version could change; ACME issuers need egress to their directory, which whoever adds one allows.
 */
export class CertManagerNamespace extends Construct {
  constructor(scope: Construct, id: string, { name, apiServer, webhook }: CertManagerNamespaceProps) {
    super(scope, id);
    guardedNamespace(this, {
      name,
      podSecurity: 'baseline',
      reason: 'the pods come with the EKS add-on, whose builds set their own security context',
    });
    allow(this, { name: 'allow-api-server', namespace: name, pods: {}, egress: [apiServer], labels: LABELS });
    allow(this, { name: 'allow-webhook', namespace: name, pods: {}, ingress: [webhook], labels: LABELS });
    add(this, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'defaults', namespace: name, labels: LABELS },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '20m', memory: '128Mi' },
            // The add-on sets no limits. The injector caches every Secret it watches: half a GiB is several thousand of them.
            default: { memory: '512Mi' },
          },
        ],
      },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'ceiling', namespace: name, labels: LABELS },
      // Three deployments of up to three replicas, twice over while they roll, and solvers: thirty pods, and what thirty take
      // at the defaults above. Pods that are given more than that count for several; nothing outside the namespace pays for them.
      spec: {
        hard: {
          pods: '30',
          'requests.cpu': '1',
          'requests.memory': '4Gi',
          'limits.memory': '15Gi',
          'services.loadbalancers': '0',
          'services.nodeports': '0',
          persistentvolumeclaims: '0',
        },
      },
    });
  }
}
