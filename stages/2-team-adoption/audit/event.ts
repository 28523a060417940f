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
  /** The same for Kibana, in KQL. */
  readonly kql: string;
  /** What raises it and is no attack. */
  readonly harmless: string;
  readonly end: string;
  /** Events in five minutes from which on it alarms. */
  readonly threshold: number;
  /** Why that many. */
  readonly because: string;
  /** CloudWatch Logs filter pattern over one JSON event of `audit.k8s.io/v1`. */
  readonly pattern: (scope: AuditScope) => string;
  /** Whether it alarms when the configuration says nothing of it. @default true */
  readonly byDefault?: boolean;
  /** Alarms when nothing matched for this many minutes, instead of when something did. @default - when something did */
  readonly silentMinutes?: number;
}
