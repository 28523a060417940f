/**
 * CloudWatch Logs filter patterns over JSON. What the language says, and the patterns keep to (CloudWatch Logs user guide, "Filter and
 * pattern syntax"): an asterisk stands for any text at the start or the end of a value and for itself anywhere else; a comparison
 * with a field that is missing, an array or an object is false, `!=` as well, so only fields that every event has are negated; of an array one
 * element can be named and "any element" cannot be said; a pattern has 1024 characters (PutMetricFilter).
 */
export const LONGEST_PATTERN = 1024;

/** A field has one of some values. */
export const any = (field: string, values: readonly string[]) =>
  `(${values.map((value) => `${field} = "${value}"`).join(' || ')})`;

/** A field that every event has, has none of some values. */
export const none = (field: string, values: readonly string[]) =>
  values.map((value) => `${field} != "${value}"`).join(' && ');

/** All of some conditions; what is empty says nothing. */
export const all = (...conditions: readonly string[]) => `{ ${conditions.filter(Boolean).join(' && ')} }`;

export const USER = '$.user.username';
/** What EKS itself runs as. An access entry cannot give a name that begins with `eks:`; the second came in 2026. */
export const EKS = ['eks:*', 'eks-event-service:*'];
/** Not a person: Kubernetes' own components, nodes, service accounts, and EKS. */
export const PEOPLE = none(USER, ['system:*', ...EKS]);

export const ALLOWED = '$.responseStatus.code < 400';

/**
 * Anything but reading. Not a rehearsal: delivery rehearses every object every few minutes (`?dryRun=All`), and so does `kubectl diff`.
 */
export const WRITES = `${any('$.verb', ['create', 'update', 'patch', 'delete', 'deletecollection'])} && $.requestURI != "*dryRun=All*"`;

/** Trusted users left out, where there are any. */
export const untrusted = (users: readonly string[]) => none(USER, users);

/** Log group of the control plane, as stage 1 makes it. */
export const clusterLogs = (cluster: string) => `/aws/eks/${cluster}/cluster`;

/** People, as a condition of Logs Insights and of KQL. */
export const BY_PEOPLE = 'user.username not like /^(system|eks|eks-event-service):/';
export const BY_PEOPLE_KQL = String.raw`not kubernetes.audit.user.username : (system\:* or eks\:* or eks-event-service\:*)`;
/** Anybody but EKS. */
export const NOT_EKS = 'user.username not like /^(eks|eks-event-service):/';
export const NOT_EKS_KQL = String.raw`not kubernetes.audit.user.username : (eks\:* or eks-event-service\:*)`;
