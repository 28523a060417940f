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
  WRITES,
} from './pattern';

const RBAC = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'];
const WEBHOOKS = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'];
const POLICIES = [
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
];
/** What somebody who wants to stay would put where the cluster's own parts are. */
const WORKLOADS = ['pods', 'deployments', 'daemonsets', 'jobs', 'cronjobs', 'configmaps', 'secrets', 'serviceaccounts'];
const DONE = 'responseStatus.code < 400 and requestURI not like /dryRun/';
const DONE_KQL = 'kubernetes.audit.responseStatus.code < 400 and not kubernetes.audit.requestURI : *dryRun*';
const BY_HAND = `${DONE} and ${BY_PEOPLE}`;
const BY_HAND_KQL = `${DONE_KQL} and ${BY_PEOPLE_KQL}`;
const CHANGES = 'verb in ["create", "update", "patch", "delete", "deletecollection"]';
const CHANGES_KQL = 'kubernetes.audit.verb : ("create" or "update" or "patch" or "delete" or "deletecollection")';
const DELIVERY =
  'Somebody who applies the repository by hand, or a pipeline that does: both are people here. Name the pipeline in `audit.trustedUsers`.';

const byHand = (trustedUsers: readonly string[]) => [WRITES, ALLOWED, PEOPLE, untrusted(trustedUsers)];

/** Who changed what decides over the cluster, and whether the log still tells. */
export const controlEvents: readonly AuditEvent[] = [
  {
    name: 'cluster-admin-binding',
    title: 'Somebody was bound to cluster-admin',
    meaning:
      'A ClusterRoleBinding or RoleBinding to `cluster-admin` was written, by a person or by a workload. That is every right in the cluster, or in the namespace.',
    look: `objectRef.resource in ["clusterrolebindings", "rolebindings"] and responseObject.roleRef.name = "cluster-admin" and ${CHANGES} and ${DONE} and ${NOT_EKS}`,
    kql: `kubernetes.audit.objectRef.resource : ("clusterrolebindings" or "rolebindings") and kubernetes.audit.responseObject.roleRef.name : "cluster-admin" and ${CHANGES_KQL} and ${DONE_KQL} and ${NOT_EKS_KQL}`,
    harmless:
      'Delivery that installs a tool with such a binding for the first time. What EKS binds for its own add-ons is left out.',
    end: 'Compare with the repository: a binding that is not there is deleted, and whoever wrote it is asked.',
    threshold: 1,
    because: 'bindings of that kind belong in the repository and are written once',
    pattern: ({ trustedUsers }) =>
      all(
        any('$.objectRef.resource', ['clusterrolebindings', 'rolebindings']),
        '$.responseObject.roleRef.name = "cluster-admin"',
        WRITES,
        ALLOWED,
        none(USER, EKS),
        untrusted(trustedUsers),
      ),
  },
  {
    name: 'permissions-changed-by-people',
    title: 'A person changed a role or a binding',
    meaning:
      'A Role, ClusterRole or a binding of one was written or deleted by hand. The verbs `escalate` and `bind`, a wildcard in a role, a group that gains members: all of them pass through here.',
    look: `objectRef.apiGroup = "rbac.authorization.k8s.io" and ${CHANGES} and ${BY_HAND}`,
    kql: `kubernetes.audit.objectRef.apiGroup : "rbac.authorization.k8s.io" and ${CHANGES_KQL} and ${BY_HAND_KQL}`,
    harmless: DELIVERY,
    end: 'Read `responseObject.rules`, `roleRef` and `subjects` of the event. What is not in the repository is reverted.',
    threshold: 1,
    because: 'permissions are delivered from the repository, by a service account',
    pattern: ({ trustedUsers }) => all(any('$.objectRef.resource', RBAC), ...byHand(trustedUsers)),
  },
  {
    name: 'webhook-changed',
    title: 'An admission webhook was changed by a person',
    meaning:
      'Admission webhooks see and change every object; one that fails closed stops the cluster, one that lies owns it.',
    look: `objectRef.resource in ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] and ${CHANGES} and ${BY_HAND}`,
    kql: `kubernetes.audit.objectRef.resource : ("validatingwebhookconfigurations" or "mutatingwebhookconfigurations") and ${CHANGES_KQL} and ${BY_HAND_KQL}`,
    harmless: DELIVERY,
    end: 'Compare with the repository; revert what is not there.',
    threshold: 1,
    because:
      'webhooks are installed by delivery, and their certificates kept by cert-manager: both are service accounts',
    pattern: ({ trustedUsers }) => all(any('$.objectRef.resource', WEBHOOKS), ...byHand(trustedUsers)),
  },
  {
    name: 'admission-policy-changed',
    title: 'An admission policy was changed by a person',
    meaning:
      'An admission policy or its binding was written or deleted: what it refused may be let in from now on, or be changed on its way in.',
    look: `objectRef.resource like /admissionpolic/ and ${CHANGES} and ${BY_HAND}`,
    kql: `kubernetes.audit.objectRef.resource : *admissionpolic* and ${CHANGES_KQL} and ${BY_HAND_KQL}`,
    harmless: DELIVERY,
    end: 'Apply the repository again, then look at what was created in between.',
    threshold: 1,
    because: 'policies are changed by a reviewed change, not by hand',
    pattern: ({ trustedUsers }) => all(any('$.objectRef.resource', POLICIES), ...byHand(trustedUsers)),
  },
  {
    name: 'kube-system-changed-by-people',
    title: 'A person changed something in kube-system',
    meaning:
      'A workload, ConfigMap, Secret or service account of `kube-system` was written or deleted by hand. What runs there may do more than elsewhere and is looked at less.',
    look: `objectRef.namespace = "kube-system" and objectRef.resource in ["pods", "deployments", "daemonsets", "jobs", "cronjobs", "configmaps", "secrets", "serviceaccounts"] and ${CHANGES} and ${BY_HAND}`,
    kql: `kubernetes.audit.objectRef.namespace : "kube-system" and kubernetes.audit.objectRef.resource : ("pods" or "deployments" or "daemonsets" or "jobs" or "cronjobs" or "configmaps" or "secrets" or "serviceaccounts") and ${CHANGES_KQL} and ${BY_HAND_KQL}`,
    harmless: `A restart of CoreDNS by hand. ${DELIVERY}`,
    end: 'Compare with the repository and the list of EKS add-ons; delete what is in neither.',
    threshold: 1,
    because: 'add-ons are changed by EKS and everything else there by delivery',
    pattern: ({ trustedUsers }) =>
      all('$.objectRef.namespace = "kube-system"', any('$.objectRef.resource', WORKLOADS), ...byHand(trustedUsers)),
  },
  {
    name: 'audit-log-silent',
    title: 'The audit log has stopped',
    meaning:
      'For a quarter of an hour no event of the API server arrived, while a cluster without any user still makes hundreds a minute: logging was switched off, the log group was changed, or the API server is down. No other alarm of this page can fire meanwhile.',
    look: 'verb like /./',
    kql: 'kubernetes.audit.auditID : *',
    harmless: 'The first minutes after the alarm was made, and a cluster that was deleted.',
    end: 'Compare with `aws eks describe-cluster --query cluster.logging`; apply the stack `cluster` to switch logging on again. Who switched it off is in CloudTrail: `UpdateClusterConfig`, `PutRetentionPolicy`, `DeleteLogGroup`.',
    threshold: 1,
    because: 'three periods in a row without a single event',
    silentMinutes: 15,
    pattern: () => all('$.apiVersion = "audit.k8s.io/*"'),
  },
];
