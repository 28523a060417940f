import { Construct } from 'constructs';
import { add, denyAll } from '../../../src/kit/kubernetes';

export interface LockedNamespaceProps {
  /** A namespace that is there already and that nobody should use. */
  readonly name: string;
}

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/** A namespace nothing can run in: no pods, no volumes, no services beside those that are there, no traffic. */
export class LockedNamespace extends Construct {
  constructor(scope: Construct, id: string, { name }: LockedNamespaceProps) {
    super(scope, id);
    add(this, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: {
          ...LABELS,
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
    denyAll(this, name, LABELS);
    add(this, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'locked', namespace: name, labels: LABELS },
      spec: {
        hard: {
          pods: '0',
          persistentvolumeclaims: '0',
          'services.loadbalancers': '0',
          'services.nodeports': '0',
          'count/deployments.apps': '0',
          'count/statefulsets.apps': '0',
          'count/jobs.batch': '0',
          'count/cronjobs.batch': '0',
        },
      },
    });
  }
}
