/** What a component says about watching it. Prometheus, Alertmanager and Grafana collect it; no monitoring file changes. */
export interface Monitoring {
  readonly scrapes?: readonly ScrapeTarget[];
  readonly rules?: readonly RuleGroup[];
  /** Loads the dashboards, so that their builder is loaded only where they are written. */
  readonly dashboards?: () => Promise<readonly Dashboard[]>;
  readonly runbooks?: readonly Runbook[];
  /** What Grafana can read from this component; the component's own policy has to let Grafana's pods in. */
  readonly datasources?: readonly Datasource[];
  /** Who queries Prometheus; its network policy lets them in, their own must let them out. */
  readonly queries?: readonly Caller[];
  /** Who reads or silences alerts in Alertmanager, or sends it their own. */
  readonly alerts?: readonly Caller[];
  /** Through whom people open Grafana: pods of a gateway, or the subnets of a load balancer. */
  readonly views?: readonly Caller[];
  /** Team that is told of what happens in a namespace, a key of `teams`; of other namespaces the owner of the alert is. */
  readonly namespaceTeams?: Readonly<Record<string, string>>;
  /** Through whom people open the search in the logs: Kibana, or what the store has instead. */
  readonly searches?: readonly Caller[];
  /** Alerts that silence others while they fire, beside the one that every severity silences the lower ones. */
  readonly inhibitions?: readonly Inhibition[];
}

/** While a cause fires, its consequences with the same labels wake nobody. */
export interface Inhibition {
  readonly name: string;
  /** Alert that explains the others. */
  readonly cause: string;
  /** Alerts it explains; each has to exist. */
  readonly consequences: readonly string[];
  /** Labels that must have the same value in both. A label that is missing in both counts as the same. */
  readonly equal: readonly string[];
}

/** A system Grafana queries. */
export interface Datasource {
  /** Grafana refuses to start when the uid of a data source it knows changes: it never may. */
  readonly uid: string;
  readonly name: string;
  /** Plugin, for example `prometheus`, `elasticsearch`, `jaeger`. */
  readonly type: string;
  readonly url: string;
  /** What a dashboard uses that names none; one only. @default false */
  readonly isDefault?: boolean;
  readonly jsonData?: Readonly<Record<string, unknown>>;
  /** Secrets by field, as `$__file{/etc/stagecraft/secrets/<secret>/<key>}`. */
  readonly secureJsonData?: Readonly<Record<string, string>>;
  /** Secrets of Grafana's namespace to mount at /etc/stagecraft/secrets/<name>. */
  readonly secrets?: readonly string[];
  /** Pods behind the address, for the way out of Grafana. */
  readonly pods: PodPeer;
  /** Container port of these pods. */
  readonly port: number;
}

/** Pods by namespace and label. */
export interface PodPeer {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Who calls: pods, or an address range of what is no pod, such as the subnets of a load balancer. */
export type Caller = PodPeer | { readonly cidr: string };

/** Pods or services to scrape, found through the Kubernetes API. */
export interface ScrapeTarget {
  /** `job` label. */
  readonly job: string;
  readonly namespace: string;
  /** Name of the Service whose endpoint slices are read. */
  readonly service: string;
  /** Name of the service port; an expression where it changed with a release. */
  readonly port: string;
  /** @default '/metrics' */
  readonly path?: string;
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** Seconds between scrapes. @default 30 */
  readonly intervalSeconds?: number;
  /** How the server's certificate is checked when the scheme is https. */
  readonly tls?: { readonly caFile: string; readonly serverName?: string };
  /** File with HTTP basic or bearer credentials, mounted from a Secret. */
  readonly authorization?: { readonly credentialsFile: string; readonly type?: string };
  readonly basicAuth?: { readonly username: string; readonly passwordFile: string };
  /** Secrets to mount into Prometheus below /etc/prometheus/secrets/<name>. */
  readonly secrets?: readonly string[];
  /** Keep labels of the scraped series over labels of the target. @default false */
  readonly honorLabels?: boolean;
  /** Metric relabelling, as Prometheus takes it. */
  readonly metricRelabelings?: readonly Readonly<Record<string, unknown>>[];
  /** Relabelling of the target, after ours, as Prometheus takes it. */
  readonly relabelings?: readonly Readonly<Record<string, unknown>>[];
  /** Most series one target may expose: half of the cardinality budget, enforced with `sample_limit`. */
  readonly sampleLimit: number;
  /** Most targets of the job: the other half, enforced with `target_limit`. `nodes`: one on each node. */
  readonly targetLimit: number | 'nodes';
  /** The pods use their node's network, so the flow goes to the node's address. @default false */
  readonly hostNetwork?: boolean;
  /** Pod labels of the target, for the network policy that lets Prometheus in. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Container port Prometheus connects to. */
  readonly containerPort: number;
}

export interface RuleGroup {
  readonly name: string;
  /** Seconds between evaluations. @default - Prometheus's own */
  readonly intervalSeconds?: number;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Severity = 'critical' | 'warning' | 'info';

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** Prometheus duration, for example `10m`. */
  readonly for?: string;
  readonly keepFiringFor?: string;
  readonly severity: Severity;
  /** Team that is told: a key of `teams` in stagecraft.yaml. */
  readonly owner: string;
  readonly summary: string;
  readonly description: string;
  /** Where the threshold comes from. */
  readonly threshold: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Dashboard {
  /** Stable uid, also the file name; at most 40 characters. */
  readonly uid: string;
  readonly title: string;
  /** Folder in Grafana. */
  readonly folder: string;
  /** The dashboard model, as built. */
  readonly model: unknown;
}

/** What an alert means, what to look at first, how to end it. */
export interface Runbook {
  /** The alert's name; the page is `runbooks/alerts/<alert>.md`. */
  readonly alert: string;
  readonly meaning: string;
  readonly impact: string;
  /** Steps with exact commands, Markdown. */
  readonly look: string;
  readonly end: string;
}
