import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { type Flow, labels, pods } from '../../../src/kit/kubernetes';
import { apiServerFlow, awsApiFlow, INTERNAL_ISSUER } from '../../1-bootstrapping';
import { audit } from '../audit/audit';
import { AUDIT_SEARCH, auditStream } from '../audit/search';
import { KIBANA_PORT, kibana, publicUrl } from '../kibana/kibana';
import { backChannelPorts, CLIENT_SECRET_SETTING, realmSettings, roleMappings } from '../kibana/oidc';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging, streams } from '../logging/logging';
import { archiveBucket, archiveRole } from '../logging/store/archive';
import { StoreCertificates } from '../logging/store/certificates.k8s';
import { flatYaml, StoreCluster } from '../logging/store/cluster.k8s';
import { StoreExporter } from '../logging/store/exporter.k8s';
import { foundingNodes } from '../logging/store/names';
import { readOnly } from '../logging/store/node-set.k8s';
import { script } from '../logging/store/scripts';
import { type ElasticsearchConfig, type ElasticsearchSize, SIZES } from './config';
import { auditWriter, elasticsearchUsers } from './elasticsearch';
import { elasticsearchNames as names } from './names';
import { setupRequests } from './requests';
import { HOME, settings } from './settings';
import { ElasticsearchSetup } from './setup.k8s';
import { type SingleSignOn, singleSignOnOf } from './single-sign-on.k8s';
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
  /** Single sign-on of people. @default - none */
  readonly singleSignOn?: SingleSignOn;
  /** Pods that may call port 9200. */
  readonly clients: Flow['peers'];
  /** Ways out beside DNS and the other nodes, for the archive and for single sign-on. @default - none */
  readonly egress?: readonly Flow[];
}

/** Three nodes, each master-eligible and holding data, one a zone: any zone may go, no shard is lost and the cluster keeps writing. */
export class Elasticsearch extends Construct {
  readonly size: ElasticsearchSize;

  constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    super(scope, id);
    this.size = props.size ?? 'medium';
    const { namespace, cluster, archive, image, storageClass, clients, egress } = props;
    const { all } = labels(names.name, { component: 'store', partOf: 'logging' });
    const singleSignOn = singleSignOnOf(props.singleSignOn);
    new StoreCertificates(this, 'certificates', { namespace, names, issuer: props.issuer, labels: all });
    new StoreCluster(this, 'cluster', {
      namespace,
      names,
      image,
      size: SIZES[this.size],
      storageClass,
      home: HOME,
      files: {
        'elasticsearch.yml': flatYaml(settings({ cluster, namespace, region: archive?.region })),
        'configure.sh': script('elasticsearch', 'configure.sh'),
        'ready.sh': script('elasticsearch', 'ready.sh'),
        ...singleSignOn.files,
      },
      configure: {
        env: [{ name: 'INITIAL_MASTERS', value: foundingNodes(names).join(', ') }, ...singleSignOn.env],
        mounts: [
          readOnly('superuser', '/superuser'),
          { name: 'run', mountPath: '/run/elasticsearch' },
          ...singleSignOn.mounts,
        ],
        memory: singleSignOn.memory,
      },
      env: [
        { name: 'ELASTIC_PASSWORD_FILE', value: '/run/elasticsearch/password' },
        { name: 'ES_TMPDIR', value: '/tmp' },
      ],
      ports: [{ name: 'readiness', containerPort: 8080, protocol: 'TCP' }],
      mounts: [readOnly('run', '/run/elasticsearch')],
      volumes: [
        { name: 'superuser', secret: { secretName: names.superuserSecret, defaultMode: 0o440 } },
        { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
        ...singleSignOn.volumes,
      ],
      roleArn: archive?.roleArn,
      clients,
      egress,
    });
  }
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
  const kibanaConfig = context.configOf(kibana);
  const oidc = kibanaConfig?.oidc;
  const toElasticsearch = context.configOf(audit)?.toElasticsearch;
  const auditLog = toElasticsearch?.enabled ? auditStream(logs.retention, toElasticsearch.deleteAfterDays) : undefined;
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
      ...(auditLog ? [pods(namespace, labels(AUDIT_SEARCH.shipper).selector)] : []),
    ],
    ...(archived
      ? {
          archive: {
            region: platform.region,
            roleArn: archiveRole(platform, names.name),
          },
        }
      : {}),
    ...(oidc
      ? {
          singleSignOn: {
            settings: realmSettings(oidc, publicUrl(kibanaConfig, platform)),
            keystoreKey: CLIENT_SECRET_SETTING,
            secret: oidc.clientSecret,
          },
        }
      : {}),
    egress: [
      ...(archived ? [awsApiFlow(context)] : []),
      // The provider is known by its name only, which no policy can say.
      ...(oidc ? [{ ...awsApiFlow(context), ports: backChannelPorts(oidc) }] : []),
    ],
  });
  new ElasticsearchSetup(scope, 'setup', {
    namespace,
    image,
    users: [...elasticsearchUsers, ...(auditLog ? [auditWriter] : [])],
    requests: [
      ...setupRequests({
        streams: streams(logs),
        retention: logs.retention,
        audit: auditLog,
        ...(archived ? { archive: { bucket: archiveBucket(platform), keepDays: config.snapshots.keepDays } } : {}),
      }),
      ...(oidc ? roleMappings(oidc, Object.keys(logs.tenants)) : []),
    ],
    license: oidc?.license,
    apiServer: apiServerFlow(context),
    ...(withKibana
      ? {
          kibana: {
            url: `https://${kibana.name}.${namespace}.svc:${KIBANA_PORT}`,
            flow: { peers: [kibanaPods], ports: [KIBANA_PORT] },
            requests: kibanaRequests(streams(logs), auditLog),
          },
        }
      : {}),
  });
  new StoreExporter(scope, 'exporter', {
    namespace,
    names,
    image: context.image('elasticsearch-exporter'),
    collect: ['--es.all', '--es.indices', '--collector.ilm', '--collector.snapshots'],
  });
}
