import type { AuditEvent } from './event';
import {
  ALLOWED,
  all,
  any,
  BY_PEOPLE,
  BY_PEOPLE_KQL,
  EKS,
  NOT_EKS,
  NOT_EKS_KQL,
  none,
  PEOPLE,
  USER,
  untrusted,
} from './pattern';

const INTO_PODS = ['exec', 'attach', 'portforward', 'ephemeralcontainers'];

/** Who got in, and what they read or acted as. */
export const accessEvents: readonly AuditEvent[] = [
  {
    name: 'anonymous-access',
    title: 'Somebody without credentials was let in',
    meaning:
      'The API server answered a request of `system:anonymous` with success. Only health and version pages are open to everyone, and those are left out.',
    look: String.raw`user.username = "system:anonymous" and responseStatus.code < 400 and requestURI not like /^\/(healthz|livez|readyz|version)/`,
    kql: 'kubernetes.audit.user.username : "system:anonymous" and kubernetes.audit.responseStatus.code < 400 and not kubernetes.audit.requestURI : (/healthz* or /livez* or /readyz* or /version*)',
    harmless: 'Nothing.',
    end: 'Find the binding that names `system:anonymous` or `system:unauthenticated` (`kubectl get clusterrolebindings,rolebindings -A -o wide | grep -E "anonymous|unauthenticated"`) and delete it.',
    threshold: 1,
    because: 'a single one means that a role is open to the network',
    pattern: () =>
      all(
        `${USER} = "system:anonymous"`,
        ALLOWED,
        none('$.requestURI', ['/healthz*', '/livez*', '/readyz*', '/version*']),
      ),
  },
  {
    name: 'exec-into-production',
    title: 'Somebody opened a shell or a tunnel into a pod',
    meaning:
      'exec, attach, port-forward or an ephemeral container: what happens inside is in no log, and changes made there are in no repository. The verb is `create` or, over a WebSocket, `get`; one session is two events, its start and its end.',
    look: 'objectRef.subresource in ["exec", "attach", "portforward", "ephemeralcontainers"] and responseStatus.code < 400',
    kql: 'kubernetes.audit.objectRef.subresource : ("exec" or "attach" or "portforward" or "ephemeralcontainers") and kubernetes.audit.responseStatus.code < 400',
    harmless: 'A person on call who follows a runbook: some of its commands are run inside a pod or through a tunnel.',
    end: 'Ask the user named in the event. If it was needed, record why; if not, remove the access and replace the pod.',
    threshold: 1,
    because: 'in production each one has a reason somebody can name',
    pattern: ({ productionNamespaces }) =>
      all(
        any('$.objectRef.subresource', INTO_PODS),
        ALLOWED,
        productionNamespaces.length > 0 ? any('$.objectRef.namespace', productionNamespaces) : '',
      ),
  },
  {
    name: 'node-proxy',
    title: 'Somebody reached through a node’s kubelet',
    meaning:
      'A request went through `nodes/<node>/proxy`: whoever may do that runs commands in every pod of the node, and the audit log sees the tunnel instead of the command.',
    look: 'objectRef.resource = "nodes" and objectRef.subresource = "proxy" and responseStatus.code < 400',
    kql: 'kubernetes.audit.objectRef.resource : "nodes" and kubernetes.audit.objectRef.subresource : "proxy" and kubernetes.audit.responseStatus.code < 400',
    harmless: 'An old monitoring chart that scrapes kubelets through the API server; give it `nodes/metrics` instead.',
    end: 'Take `nodes/proxy` out of the role that allowed it (`annotations.authorization.k8s.io/reason` of the event names it), then look at what ran on the node.',
    threshold: 1,
    because: 'nothing of the platform has that right',
    pattern: () => all('$.objectRef.resource = "nodes"', '$.objectRef.subresource = "proxy"', ALLOWED, none(USER, EKS)),
  },
  {
    name: 'secrets-read-by-people',
    title: 'A person read secrets',
    meaning:
      'Somebody, not a workload, got, listed or watched Secret objects. A list or watch hands over every value in its reach. The log has the names, never the values.',
    look: `objectRef.resource = "secrets" and verb in ["get", "list", "watch"] and responseStatus.code < 400 and ${BY_PEOPLE}`,
    kql: `kubernetes.audit.objectRef.resource : "secrets" and kubernetes.audit.verb : ("get" or "list" or "watch") and kubernetes.audit.responseStatus.code < 400 and ${BY_PEOPLE_KQL}`,
    harmless: 'A pipeline that runs `helm`, which keeps its releases in Secrets: name it in `audit.trustedUsers`.',
    end: 'Ask the user. Rotate what was read if nobody can say why; move the access to a workload or to break-glass.',
    threshold: 1,
    because:
      'people of the viewer and operator groups cannot read secrets, so each read is an administrator or a mistake in RBAC',
    pattern: ({ trustedUsers }) =>
      all(
        '$.objectRef.resource = "secrets"',
        any('$.verb', ['get', 'list', 'watch']),
        ALLOWED,
        PEOPLE,
        untrusted(trustedUsers),
      ),
  },
  {
    name: 'break-glass-use',
    title: 'The break-glass role acted in the cluster',
    meaning: 'A request was made with the role that nobody can assume until it is switched on.',
    look: 'user.username like /break-glass/',
    kql: 'kubernetes.audit.user.username : *break-glass*',
    harmless: 'A rehearsal that was announced.',
    end: 'Match each use with an incident. Switch the role off again (`cluster.access.breakGlass.enabled: false`) and apply.',
    threshold: 1,
    because: 'outside an incident the role is not used at all',
    pattern: ({ cluster }) => all(`${USER} = "*assumed-role/${cluster}-break-glass/*"`),
  },
  {
    name: 'impersonation',
    title: 'Somebody acted as somebody else',
    meaning:
      'A request was made with `--as` or an impersonation header: what it did is allowed by the rights of the one it named, and RBAC reads as if that one had done it.',
    look: `ispresent(impersonatedUser.username) and responseStatus.code < 400 and ${NOT_EKS}`,
    kql: `kubernetes.audit.impersonatedUser.username : * and kubernetes.audit.responseStatus.code < 400 and ${NOT_EKS_KQL}`,
    harmless: 'An administrator who tries out a role with `kubectl auth can-i --as`.',
    end: 'Ask the user named in `user.username`. Nobody needs the verb `impersonate` in daily work: take it away.',
    threshold: 1,
    because: 'only administrators may, and trying out a role is rare enough to be asked about',
    pattern: ({ trustedUsers }) =>
      all('$.impersonatedUser.username = "*"', ALLOWED, none(USER, EKS), untrusted(trustedUsers)),
  },
  {
    name: 'token-issued-to-a-person',
    title: 'A person asked for a service account token',
    meaning:
      'A token of a service account was issued to somebody who is not a node or a controller: it acts as that workload until it expires.',
    look: `objectRef.resource = "serviceaccounts" and objectRef.subresource = "token" and verb = "create" and responseStatus.code < 400 and ${BY_PEOPLE}`,
    kql: `kubernetes.audit.objectRef.resource : "serviceaccounts" and kubernetes.audit.objectRef.subresource : "token" and kubernetes.audit.verb : "create" and kubernetes.audit.responseStatus.code < 400 and ${BY_PEOPLE_KQL}`,
    harmless: 'Somebody who debugs a workload with `kubectl create token`.',
    end: 'Ask the user; delete and recreate the service account to make its tokens worthless.',
    threshold: 1,
    because: 'kubelets ask for the tokens of pods; a person has no need of one in daily work',
    pattern: ({ trustedUsers }) =>
      all(
        '$.objectRef.resource = "serviceaccounts"',
        '$.objectRef.subresource = "token"',
        '$.verb = "create"',
        ALLOWED,
        PEOPLE,
        untrusted(trustedUsers),
      ),
  },
  {
    name: 'forbidden-burst',
    title: 'Many requests of people were refused',
    meaning: 'Somebody, or a stolen credential, is trying out what it may do; or a role lost rights that people need.',
    look: `responseStatus.code = 403 and ${BY_PEOPLE}`,
    kql: `kubernetes.audit.responseStatus.code : 403 and ${BY_PEOPLE_KQL}`,
    harmless:
      'A console that lists every kind there is, such as k9s or Headlamp in the hands of somebody with few rights.',
    end: 'Group by user (`stats count(*) by user.username, objectRef.resource, verb`). Cut off the credential, or mend the role.',
    threshold: 30,
    because: 'a person who mistypes collects a few in five minutes; a script that enumerates collects hundreds',
    pattern: () => all('$.responseStatus.code = 403', PEOPLE),
  },
  {
    name: 'unauthenticated-burst',
    title: 'Many requests had no valid credentials',
    meaning:
      'Requests were refused with 401: a credential that expired or was revoked is still in use, or somebody tries out credentials.',
    look: 'responseStatus.code = 401',
    kql: 'kubernetes.audit.responseStatus.code : 401',
    harmless: 'A client whose token ran out and that asks again and again without a new one.',
    end: 'Group by address and program (`stats count(*) by sourceIPs.0, userAgent`). Start a stale client again; look into any address you do not know.',
    threshold: 300,
    because:
      'one a second: more than a forgotten terminal. How many EKS’s own parts cause is not known, so it is off until asked for',
    byDefault: false,
    pattern: () => all('$.responseStatus.code = 401'),
  },
];
