/** What the patterns are built from. */
export interface AuditScope {
  readonly cluster: string;
  readonly productionNamespaces: readonly string[];
  readonly trustedUsers: readonly string[];
}

/** One kind of event of the Kubernetes audit log that a person should look at. */
export interface AuditEvent {
  /** Kebab-case; name of the metric filter and of the alarm after the cluster's name. */
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** What to look at first, as a CloudWatch Logs Insights filter. */
  readonly look: string;
  readonly end: string;
  /** Events in five minutes from which on it alarms. */
  readonly threshold: number;
  /** Why that many. */
  readonly because: string;
  /** CloudWatch Logs filter pattern over one JSON event of `audit.k8s.io/v1`. */
  readonly pattern: (scope: AuditScope) => string;
}

const any = (field: string, values: readonly string[]) =>
  `(${values.map((value) => `${field} = "${value}"`).join(' || ')})`;
const none = (field: string, values: readonly string[]) => values.map((value) => `${field} != "${value}"`).join(' && ');

const USER = '$.user.username';
/** Not a person: Kubernetes' own components and service accounts, and what EKS itself runs as. */
const PEOPLE = none(USER, ['system:*', 'eks:*']);
const WRITES = any('$.verb', ['create', 'update', 'patch', 'delete']);
const ALLOWED = '$.responseStatus.code < 400';

/**
 * The list. `!=` on a field an event lacks is never true in CloudWatch, so only fields every event has are negated.
 * Sources: the audit.k8s.io/v1 event, and "Auditing and logging" of the EKS best practices guide for what is worth an alarm.
 */
export const auditEvents: readonly AuditEvent[] = [
  {
    name: 'anonymous-access',
    title: 'Somebody without credentials was let in',
    meaning:
      'The API server answered a request of `system:anonymous` with success. Only health and version pages are open to everyone, and those are left out.',
    look: 'user.username = "system:anonymous" and responseStatus.code < 400',
    end: 'Find the binding that names `system:anonymous` or `system:unauthenticated` (`kubectl get clusterrolebindings,rolebindings -A -o wide | grep -E "anonymous|unauthenticated"`) and delete it.',
    threshold: 1,
    because: 'a single one means that a role is open to the network',
    pattern: () =>
      `{ ${USER} = "system:anonymous" && ${ALLOWED} && ${none('$.requestURI', ['/healthz*', '/livez*', '/readyz*', '/version*'])} }`,
  },
  {
    name: 'exec-into-production',
    title: 'Somebody opened a shell or a tunnel into a pod',
    meaning:
      'exec, attach, port-forward or an ephemeral container: what happens inside is in no log, and changes made there are in no repository.',
    look: 'objectRef.subresource in ["exec", "attach", "portforward", "ephemeralcontainers"]',
    end: 'Ask the user named in the event. If it was needed, record why; if not, remove the access and replace the pod.',
    threshold: 1,
    because: 'in production each one has a reason somebody can name',
    pattern: ({ productionNamespaces }) => {
      const where = productionNamespaces.length > 0 ? ` && ${any('$.objectRef.namespace', productionNamespaces)}` : '';
      return `{ ${any('$.objectRef.subresource', ['exec', 'attach', 'portforward', 'ephemeralcontainers'])} && ${ALLOWED}${where} }`;
    },
  },
  {
    name: 'secrets-read-by-people',
    title: 'A person read secrets',
    meaning:
      'Somebody, not a workload, got, listed or watched Secret objects. A list or watch hands over every value in its reach.',
    look: 'objectRef.resource = "secrets" and verb in ["get", "list", "watch"] and user.username not like /^(system|eks):/',
    end: 'Ask the user. Rotate what was read if nobody can say why; move the access to a workload or to break-glass.',
    threshold: 1,
    because:
      'people of the viewer and operator groups cannot read secrets, so each read is an administrator or a mistake in RBAC',
    pattern: ({ trustedUsers }) => {
      const trusted = trustedUsers.length > 0 ? ` && ${none(USER, trustedUsers)}` : '';
      return `{ $.objectRef.resource = "secrets" && ${any('$.verb', ['get', 'list', 'watch'])} && ${ALLOWED} && ${PEOPLE}${trusted} }`;
    },
  },
  {
    name: 'cluster-admin-binding',
    title: 'Somebody was bound to cluster-admin',
    meaning:
      'A ClusterRoleBinding or RoleBinding to `cluster-admin` was written. That is every right in the cluster, or in the namespace.',
    look: 'objectRef.resource in ["clusterrolebindings", "rolebindings"] and responseObject.roleRef.name = "cluster-admin"',
    end: 'Compare with the repository: a binding that is not there is deleted, and whoever wrote it is asked.',
    threshold: 1,
    because: 'bindings of that kind belong in the repository and are written once',
    pattern: () =>
      `{ ${any('$.objectRef.resource', ['clusterrolebindings', 'rolebindings'])} && ${WRITES} && ${any('$.responseObject.roleRef.name', ['cluster-admin'])} && ${ALLOWED} }`,
  },
  {
    name: 'break-glass-use',
    title: 'The break-glass role acted in the cluster',
    meaning: 'A request was made with the role that nobody can assume until it is switched on.',
    look: 'user.username like /break-glass/',
    end: 'Match each use with an incident. Switch the role off again (`cluster.access.breakGlass.enabled: false`) and apply.',
    threshold: 1,
    because: 'outside an incident the role is not used at all',
    pattern: ({ cluster }) => `{ ${USER} = "*${cluster}-break-glass*" }`,
  },
  {
    name: 'webhook-changed',
    title: 'An admission webhook was changed by a person',
    meaning:
      'Admission webhooks see and change every object; one that fails closed stops the cluster, one that lies owns it.',
    look: 'objectRef.resource in ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] and user.username not like /^(system|eks):/',
    end: 'Compare with the repository; revert what is not there.',
    threshold: 1,
    because: 'webhooks are installed by delivery, which is a service account',
    pattern: () =>
      `{ ${any('$.objectRef.resource', ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'])} && ${WRITES} && ${ALLOWED} && ${PEOPLE} }`,
  },
  {
    name: 'audit-blinded',
    title: 'An admission policy or audit trail was removed',
    meaning: 'A validating admission policy or its binding was deleted: what it refused is let in from now on.',
    look: 'objectRef.resource like /admissionpolic/ and verb = "delete"',
    end: 'Apply the repository again, then look at what was created in between.',
    threshold: 1,
    because: 'policies are removed by a reviewed change, not by hand',
    pattern: () =>
      `{ ${any('$.objectRef.resource', ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'])} && $.verb = "delete" && ${ALLOWED} && ${PEOPLE} }`,
  },
  {
    name: 'token-issued-to-a-person',
    title: 'A person asked for a service account token',
    meaning:
      'A token of a service account was issued to somebody who is not a node or a controller: it acts as that workload until it expires.',
    look: 'objectRef.resource = "serviceaccounts" and objectRef.subresource = "token" and user.username not like /^(system|eks):/',
    end: 'Ask the user; delete and recreate the service account to make its tokens worthless.',
    threshold: 1,
    because: 'kubelets ask for the tokens of pods; a person has no need of one in daily work',
    pattern: () =>
      `{ $.objectRef.resource = "serviceaccounts" && $.objectRef.subresource = "token" && $.verb = "create" && ${ALLOWED} && ${PEOPLE} }`,
  },
  {
    name: 'forbidden-burst',
    title: 'Many requests of people were refused',
    meaning: 'Somebody, or a stolen credential, is trying out what it may do; or a role lost rights that people need.',
    look: 'responseStatus.code = 403 and user.username not like /^(system|eks):/',
    end: 'Group by user (`stats count(*) by user.username, objectRef.resource, verb`). Cut off the credential, or mend the role.',
    threshold: 30,
    because: 'a person who mistypes collects a few in five minutes; a script that enumerates collects hundreds',
    pattern: () => `{ $.responseStatus.code = 403 && ${PEOPLE} }`,
  },
];
