import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Platform } from '../../../src/kit/contract';
import type { ClusterAws } from './cluster.aws';

/** What people and scripts ask a cluster for. None of it is secret. */
export function clusterOutputs(scope: Construct, { controlPlane, breakGlass, keys }: ClusterAws, platform: Platform) {
  const { cluster } = controlPlane;
  const outputs: Record<string, [value: string, description: string]> = {
    cluster_name: [cluster.name, 'Name of the cluster'],
    cluster_arn: [cluster.arn, 'ARN of the cluster'],
    cluster_endpoint: [cluster.endpoint, 'Address of the Kubernetes API'],
    cluster_certificate_authority: [
      cluster.certificateAuthority.get(0).data,
      'Certificate authority of the Kubernetes API, base64',
    ],
    cluster_version: [cluster.version, 'Kubernetes minor of the control plane'],
    cluster_security_group_id: [
      controlPlane.securityGroupId,
      'Security group EKS puts on its own interfaces and on nodes',
    ],
    oidc_issuer: [controlPlane.issuer, 'Issuer of service account tokens'],
    kubeconfig_command: [
      `aws eks update-kubeconfig --name ${platform.name} --region ${platform.region}`,
      'Command that writes a kubeconfig entry for an admin, operator or viewer',
    ],
    break_glass_role_arn: [breakGlass.role.arn, 'Role for emergencies; nobody can assume it until it is switched on'],
    break_glass_kubeconfig_command: [
      `aws eks update-kubeconfig --name ${platform.name} --region ${platform.region} --role-arn ${breakGlass.role.arn} --alias ${platform.name}-break-glass`,
      'Command that writes a kubeconfig entry for emergencies',
    ],
    break_glass_topic_arn: [breakGlass.topic.arn, 'Topic that is told of every use of the emergency role'],
    volume_key_arn: [keys.volumes.arn, 'Key that encrypts node disks and volumes'],
  };
  for (const [name, [value, description]] of Object.entries(outputs))
    new TerraformOutput(scope, name, { value, description });
}
