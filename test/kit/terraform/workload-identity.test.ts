import type { WorkloadIdentity } from '../../../src/kit/identity';
import { WorkloadIdentityAws, type WorkloadIdentityAwsProps } from '../../../src/kit/terraform';
import { terraformOf } from '../../support/stack';

const identity: WorkloadIdentity = {
  name: 'ebs-csi',
  namespace: 'kube-system',
  serviceAccount: 'ebs-csi-controller-sa',
  managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
  statements: [{ sid: 'Key', actions: ['kms:CreateGrant'], resources: ['arn:aws:kms:us-east-1:111122223333:key/a'] }],
};

const build = (props: Partial<WorkloadIdentityAwsProps> = {}) =>
  terraformOf((stack) => new WorkloadIdentityAws(stack, 'identity', { identity, cluster: 'demo', ...props }));

test('by Pod Identity it is a role, its permissions and an association', () => {
  const { resource, data } = build();
  expect(resource).toEqual({
    aws_iam_role: {
      ebs_csi: {
        name: 'demo-ebs-csi',
        description: 'Kubernetes service account kube-system/ebs-csi-controller-sa',
        assume_role_policy: '${data.aws_iam_policy_document.ebs_csi_trust.json}',
      },
    },
    aws_iam_role_policy_attachment: {
      ebs_csi_AmazonEBSCSIDriverPolicy: {
        role: '${aws_iam_role.ebs_csi.name}',
        policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      },
    },
    aws_iam_role_policy: {
      ebs_csi: {
        name: 'ebs-csi',
        role: '${aws_iam_role.ebs_csi.name}',
        policy: '${data.aws_iam_policy_document.ebs_csi.json}',
      },
    },
    aws_eks_pod_identity_association: {
      ebs_csi: {
        cluster_name: 'demo',
        namespace: 'kube-system',
        service_account: 'ebs-csi-controller-sa',
        role_arn: '${aws_iam_role.ebs_csi.arn}',
      },
    },
  });
  expect(data.aws_iam_policy_document.ebs_csi_trust.statement).toEqual([
    {
      sid: 'PodIdentity',
      effect: 'Allow',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      principals: [{ type: 'Service', identifiers: ['pods.eks.amazonaws.com'] }],
      condition: [
        { test: 'StringEquals', variable: 'aws:RequestTag/eks-cluster-name', values: ['demo'] },
        { test: 'StringEquals', variable: 'aws:RequestTag/kubernetes-namespace', values: ['kube-system'] },
        {
          test: 'StringEquals',
          variable: 'aws:RequestTag/kubernetes-service-account',
          values: ['ebs-csi-controller-sa'],
        },
      ],
    },
  ]);
});

test('by IRSA the trust names issuer, service account and audience, and there is no association', () => {
  const { resource, data } = build({
    identity: { ...identity, via: 'irsa' },
    oidc: { issuer: 'oidc.eks.us-east-1.amazonaws.com/id/A', providerArn: 'arn:p' },
  });
  expect(Object.keys(resource)).not.toContain('aws_eks_pod_identity_association');
  expect(data.aws_iam_policy_document.ebs_csi_trust.statement[0]).toMatchObject({
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: [{ type: 'Federated', identifiers: ['arn:p'] }],
    condition: [
      {
        test: 'StringEquals',
        variable: 'oidc.eks.us-east-1.amazonaws.com/id/A:sub',
        values: ['system:serviceaccount:kube-system:ebs-csi-controller-sa'],
      },
      { test: 'StringEquals', variable: 'oidc.eks.us-east-1.amazonaws.com/id/A:aud', values: ['sts.amazonaws.com'] },
    ],
  });
});

test('by IRSA without the issuer it is refused', () => {
  expect(() => build({ identity: { ...identity, via: 'irsa' } })).toThrow(
    "identity ebs-csi is via irsa: give the cluster's OIDC issuer and provider ARN",
  );
});

test('an add-on may make the association itself', () => {
  expect(Object.keys(build({ associate: false }).resource)).not.toContain('aws_eks_pod_identity_association');
});

test('managed policies are of the partition', () => {
  const { resource } = build({ partition: 'aws-cn' });
  expect(resource.aws_iam_role_policy_attachment.ebs_csi_AmazonEBSCSIDriverPolicy.policy_arn).toBe(
    'arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
  );
});
