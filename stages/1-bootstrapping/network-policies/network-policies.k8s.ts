import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { add, allow, type Flow } from '../../../src/kit/kubernetes';
import { cluster } from '../cluster';
import { apiServerFlow, controlPlaneIngress, nodeFlow } from '../flows';

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/**
 * Switches the policy controller of EKS Auto Mode on; without it policies are accepted and ignored (EKS user guide, "Use Network
 * Policies with EKS Auto Mode"). On other clusters the VPC CNI add-on owns this object.
 */
export class AutoModeNetworkPolicy extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    add(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system', labels: LABELS },
      data: { 'enable-network-policy-controller': 'true' },
    });
  }
}

export interface MetricsServerPolicyProps {
  /** Ingress of the API server's calls to the aggregated API. */
  readonly aggregation: Flow;
  /** Egress to the kubelet of every node. */
  readonly kubelets: Flow;
  /** Egress to the API server. */
  readonly apiServer: Flow;
}

/** Flows of metrics-server, which comes with the EKS add-on into kube-system. It resolves no names: nodes are scraped by address. */
export class MetricsServerPolicy extends Construct {
  constructor(scope: Construct, id: string, { aggregation, kubelets, apiServer }: MetricsServerPolicyProps) {
    super(scope, id);
    allow(this, {
      name: 'metrics-server',
      namespace: 'kube-system',
      pods: { 'app.kubernetes.io/name': 'metrics-server' },
      labels: LABELS,
      ingress: [aggregation],
      egress: [apiServer, kubelets],
    });
  }
}

export function build(chart: Construct, context: Context): void {
  const { addons, compute } = context.contextOf(cluster).config;
  if (compute.type === 'auto') new AutoModeNetworkPolicy(chart, 'auto-mode');
  if (addons.metricsServer)
    new MetricsServerPolicy(chart, 'metrics-server', {
      // Upstream listens on 10250, the EKS add-on on 10251 (node security group rules of terraform-aws-modules/eks 21).
      aggregation: controlPlaneIngress(context, [10250, 10251]),
      kubelets: nodeFlow(context, [10250]),
      apiServer: apiServerFlow(context),
    });
}
