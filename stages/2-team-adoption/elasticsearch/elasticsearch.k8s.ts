import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { roleName } from '../../../src/kit/identity';
import {
  add,
  allow,
  configChecksum,
  disruptionBudget,
  type Flow,
  type Labels,
  labels,
  pods,
} from '../../../src/kit/kubernetes';
import { apiServerFlow, awsApiFlow, INTERNAL_ISSUER } from '../../1-bootstrapping';
import { KIBANA_PORT, kibana } from '../kibana/kibana';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging, streams } from '../logging/logging';
import { ElasticsearchCertificates } from './certificates.k8s';
import { type ElasticsearchConfig, type ElasticsearchSize, SIZES } from './config';
import { archiveIdentity, elasticsearchUsers } from './elasticsearch';
import { ElasticsearchExporter } from './exporter.k8s';
import { archiveBucket, elasticsearchNames as names } from './names';
import { nodeSet } from './node-set.k8s';
import { setupRequests } from './requests';
import { script } from './scripts';
import { settings } from './settings';
import { ElasticsearchSetup } from './setup.k8s';
import { kibanaRequests } from './spaces';

export interface ElasticsearchProps {
  readonly namespace: string;
  /** Name of the platform; the Elasticsearch cluster is `<name>-logs`. Cannot change later. */
  readonly cluster: string;
  readonly image: string;
  /** CPU, memory and volume of each node. @default 'medium' */
  readonly size?: ElasticsearchSize;
  /** Storage class of the volumes. @default - the cluster's default. Cannot change later. */
  readonly storageClass?: string;
  /** ClusterIssuer of the certificate clients see. */
  readonly issuer: string;
  /** Region and role of the archive. @default - no archive */
  readonly archive?: { readonly region: string; readonly roleArn: string };
  /** Pods that may call port 9200. */
  readonly clients: Flow['peers'];
  /** Ways out beside DNS and the other nodes, for the archive. @default - none */
  readonly egress?: readonly Flow[];
}

/** Three nodes, each master-eligible and holding data, one a zone: any zone may go, no shard is lost and the cluster keeps writing. */
export class Elasticsearch extends Construct {
  readonly labels: Labels;
  readonly size: ElasticsearchSize;

  constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    super(scope, id);
    this.size = props.size ?? 'medium';
    this.labels = labels(names.name, { component: 'store', partOf: 'logging' });
    const { namespace } = props;
    const { all, selector } = this.labels;
    const data = {
      'elasticsearch.yml': yaml(settings({ cluster: props.cluster, namespace, region: props.archive?.region })),
      'configure.sh': script('configure.sh'),
      'ready.sh': script('ready.sh'),
    };
    new ElasticsearchCertificates(this, 'certificates', { namespace, issuer: props.issuer, labels: all });
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: names.name, namespace, labels: all }, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: names.name,
        namespace,
        labels: all,
        ...(props.archive ? { annotations: { 'eks.amazonaws.com/role-arn': props.archive.roleArn } } : {}),
      },
      automountServiceAccountToken: false,
    });
    this.services(namespace);
    add(
      this,
      nodeSet({
        namespace,
        labels: this.labels,
        image: props.image,
        size: SIZES[this.size],
        storageClass: props.storageClass,
        checksum: configChecksum(data),
      }),
    );
    disruptionBudget(this, { name: names.name, namespace, selector, labels: all, evictUnhealthy: false });
    const nodes = { peers: [pods(namespace, selector)], ports: [9300] };
    allow(this, {
      name: names.name,
      namespace,
      pods: selector,
      labels: all,
      ingress: [nodes, { peers: props.clients, ports: [9200] }],
      egress: [nodes, ...(props.egress ?? [])],
    });
  }

  private services(namespace: string): void {
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: names.nodes, namespace, labels: all },
      spec: {
        clusterIP: 'None',
        // Nodes find each other before any of them is ready.
        publishNotReadyAddresses: true,
        selector,
        ports: [{ name: 'transport', port: 9300, targetPort: 'transport', protocol: 'TCP' }],
      },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: names.name, namespace, labels: all },
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'https', port: 9200, targetPort: 'https', protocol: 'TCP' }],
      },
    });
  }
}

/** Flat settings, one a line; a JSON value is a YAML value. */
function yaml(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** The store of a platform, with its setup job and its exporter. */
export function buildElasticsearch(scope: Construct, context: Context<ElasticsearchConfig>): void {
  const { platform, config } = context;
  const namespace = LOGGING_NAMESPACE;
  const image = context.image('elasticsearch');
  const logs = context.contextOf(logging).config;
  const archived = config.snapshots.enabled;
  const setup = labels(names.setup, { component: 'setup', partOf: 'logging' });
  const exporter = labels(names.exporter, { component: 'metrics', partOf: 'logging' });
  const kibanaPods = pods(namespace, labels(kibana.name).selector);
  const withKibana = context.has(kibana.name);
  new Elasticsearch(scope, 'elasticsearch', {
    namespace,
    cluster: platform.name,
    image,
    size: config.size,
    storageClass: config.storageClass,
    issuer: INTERNAL_ISSUER,
    clients: [
      pods(namespace, setup.selector),
      pods(namespace, exporter.selector),
      ...(withKibana ? [kibanaPods] : []),
      pods(COLLECTION_NAMESPACE, labels(logs.collector).selector),
    ],
    ...(archived
      ? {
          archive: {
            region: platform.region,
            roleArn: `arn:${platform.partition}:iam::${platform.account}:role/${roleName(platform.name, archiveIdentity(platform))}`,
          },
          egress: [awsApiFlow(context)],
        }
      : {}),
  });
  new ElasticsearchSetup(scope, 'setup', {
    namespace,
    image,
    users: elasticsearchUsers,
    requests: setupRequests({
      streams: streams(logs),
      retention: logs.retention,
      ...(archived ? { archive: { bucket: archiveBucket(platform), keepDays: config.snapshots.keepDays } } : {}),
    }),
    apiServer: apiServerFlow(context),
    ...(withKibana
      ? {
          kibana: {
            url: `https://${kibana.name}.${namespace}.svc:${KIBANA_PORT}`,
            flow: { peers: [kibanaPods], ports: [KIBANA_PORT] },
            requests: kibanaRequests(streams(logs)),
          },
        }
      : {}),
  });
  new ElasticsearchExporter(scope, 'exporter', { namespace, image: context.image('elasticsearch-exporter') });
}
