/**
 * Audit events as EKS writes them: no stage RequestReceived, people by the ARN of their session (default user name of an access entry),
 * Secrets and tokens at level Metadata, what changes at RequestResponse. Fields: audit.k8s.io/v1 of the Kubernetes API.
 */
export function auditEvent(
  who: Who,
  verb: string,
  object: Ref,
  more: Record<string, unknown> = {},
): Record<string, any> {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: '6f1d0f54-2f6f-4e4c-9a53-0e6a3f0a7f51',
    stage: 'ResponseComplete',
    requestURI: uri(object),
    verb,
    user: USERS[who],
    sourceIPs: ['10.0.12.34'],
    userAgent: 'kubectl/v1.36.1 (linux/amd64) kubernetes/abcdef0',
    objectRef: { apiVersion: 'v1', ...object },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-11-21T12:00:00.123456Z',
    stageTimestamp: '2026-11-21T12:00:00.223456Z',
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    ...more,
  };
}

export interface Ref {
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly apiGroup?: string;
}

const assumed = (role: string, session: string) => ({
  username: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
  uid: `aws-iam-authenticator:111122223333:AROAEXAMPLE`,
  groups: ['stagecraft:admins', 'system:authenticated'],
  extra: {
    arn: [`arn:aws:sts::111122223333:assumed-role/${role}/${session}`],
    canonicalArn: [`arn:aws:iam::111122223333:role/${role}`],
    principalId: ['AROAEXAMPLE'],
    sessionName: [session],
  },
});

const USERS = {
  person: assumed('dev', 'ann@acme.io'),
  pipeline: assumed('deploy', 'GitHubActions'),
  breakGlass: assumed('acme-break-glass', 'ann'),
  otherBreakGlass: assumed('not-acme-break-glass', 'ann'),
  anonymous: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  nobody: {},
  node: {
    username: 'system:node:ip-10-0-1-2.eu-west-1.compute.internal',
    groups: ['system:nodes', 'system:authenticated'],
  },
  workload: {
    username: 'system:serviceaccount:shop:cart',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
  },
  delivery: { username: 'system:serviceaccount:flux-system:kustomize-controller', groups: ['system:serviceaccounts'] },
  addonManager: { username: 'eks:addon-manager', groups: ['system:authenticated'] },
  eventService: { username: 'eks-event-service:event-controller', groups: ['system:authenticated'] },
  apiserver: { username: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
} as const;

export type Who = keyof typeof USERS;

function uri({ apiGroup, namespace, resource, name, subresource }: Ref): string {
  const place = namespace ? `/namespaces/${namespace}` : '';
  const parts = [apiGroup ? `/apis/${apiGroup}/v1${place}` : `/api/v1${place}`, resource, name, subresource];
  return parts.filter(Boolean).join('/');
}

export const RBAC = 'rbac.authorization.k8s.io';
export const ADMISSION = 'admissionregistration.k8s.io';
export const code = (status: number) => ({ responseStatus: { metadata: {}, code: status } });
export const bound = (role: string) => ({
  level: 'RequestResponse',
  responseObject: { roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role } },
});
