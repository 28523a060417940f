import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { type Flow, labels, pods } from '../../../src/kit/kubernetes';
import { apiServerFlow, awsApiFlow, INTERNAL_ISSUER } from '../../1-bootstrapping';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging, streams } from '../logging/logging';
import { archiveBucket, archiveRole } from '../logging/store/archive';
import { StoreCertificates } from '../logging/store/certificates.k8s';
import { flatYaml, StoreCluster } from '../logging/store/cluster.k8s';
import { StoreExporter } from '../logging/store/exporter.k8s';
import { foundingNodes } from '../logging/store/names';
import { readOnly } from '../logging/store/node-set.k8s';
import { script } from '../logging/store/scripts';
import { providerPort } from '../opensearch-dashboards/oidc';
import { DASHBOARDS_PORT, opensearchDashboards } from '../opensearch-dashboards/opensearch-dashboards';
import { type OpensearchConfig, type OpensearchSize, SIZES } from './config';
import { dashboardsRequests } from './index-patterns';
import { opensearchNames as names } from './names';
import { opensearchUsers } from './opensearch';
import { setupRequests } from './requests';
import { firstSecurity } from './security';
import { HOME, settings } from './settings';
import { OpensearchSetup } from './setup.k8s';

export interface OpensearchProps {
  readonly namespace: string;
  /** Name of the platform; the OpenSearch cluster is `<name>-logs`. Cannot change later. */
  readonly cluster: string;
  /** With an archive, one that has the plugin repository-s3. */
  readonly image: string;
  /** CPU, memory, heap and volume of each node. @default 'medium' */
  readonly size?: OpensearchSize;
  /** Storage class of the volumes. @default - the cluster's default. Cannot change later. */
  readonly storageClass?: string;
  /** ClusterIssuer of the certificate clients see. */
  readonly issuer: string;
  /** Region and role of the archive. @default - no archive */
  readonly archive?: { readonly region: string; readonly roleArn: string };
  /** Pods that may call port 9200. */
  readonly clients: Flow['peers'];
  /** Ways out beside DNS and the other nodes, for the archive and for single sign-on. @default - none */
  readonly egress?: readonly Flow[];
}

/** Three nodes, each able to manage the cluster and holding data, one a zone: any zone may go, no shard is lost and the cluster keeps writing. */
export class Opensearch extends Construct {
  readonly size: OpensearchSize;

  constructor(scope: Construct, id: string, props: OpensearchProps) {
    super(scope, id);
    this.size = props.size ?? 'medium';
    const { namespace, cluster, archive, image, storageClass, clients, egress } = props;
    const size = SIZES[this.size];
    new StoreCertificates(this, 'certificates', {
      namespace,
      names,
      issuer: props.issuer,
      labels: labels(names.name, { component: 'store', partOf: 'logging' }).all,
      nodeName: names.node,
      clients: [
        { name: names.admin, secretName: names.adminSecret },
        { name: names.observer, secretName: names.observerSecret },
      ],
    });
    new StoreCluster(this, 'cluster', {
      namespace,
      names,
      image,
      size,
      storageClass,
      home: HOME,
      files: {
        'opensearch.yml': flatYaml(settings({ cluster, namespace, region: archive?.region })),
        'configure.sh': script('opensearch', 'configure.sh'),
        'ready.sh': script('opensearch', 'ready.sh'),
        ...Object.fromEntries(Object.entries(firstSecurity()).map(([file, text]) => [`security.${file}`, text])),
      },
      configure: { env: [{ name: 'FOUNDING_NODES', value: foundingNodes(names).join(', ') }], mounts: [] },
      env: [
        { name: 'DISABLE_INSTALL_DEMO_CONFIG', value: 'true' },
        // Nobody asks the agent, which listens on 9600 without TLS.
        { name: 'DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI', value: 'true' },
        { name: 'OPENSEARCH_JAVA_OPTS', value: `-Xms${size.heap} -Xmx${size.heap}` },
        { name: 'OPENSEARCH_TMPDIR', value: '/tmp' },
      ],
      mounts: [readOnly('observer', `${HOME}/config/observer`)],
      volumes: [{ name: 'observer', secret: { secretName: names.observerSecret, defaultMode: 0o440 } }],
      roleArn: archive?.roleArn,
      clients,
      egress,
    });
  }
}

/** The store of a platform, with its setup job and its exporter. */
export function buildOpensearch(scope: Construct, context: Context<OpensearchConfig>): void {
  const { platform, config } = context;
  const namespace = LOGGING_NAMESPACE;
  const { snapshots } = config;
  const image = (snapshots.enabled && snapshots.image) || context.image('opensearch');
  const logs = context.contextOf(logging).config;
  const setup = labels(names.setup, { component: 'setup', partOf: 'logging' });
  const exporter = labels(names.exporter, { component: 'metrics', partOf: 'logging' });
  const dashboardsPods = pods(namespace, labels(opensearchDashboards.name).selector);
  const dashboards = context.configOf(opensearchDashboards);
  const oidc = dashboards?.oidc;
  new Opensearch(scope, 'opensearch', {
    namespace,
    cluster: platform.name,
    image,
    size: config.size,
    storageClass: config.storageClass,
    issuer: INTERNAL_ISSUER,
    clients: [
      pods(namespace, setup.selector),
      pods(namespace, exporter.selector),
      ...(dashboards ? [dashboardsPods] : []),
      pods(COLLECTION_NAMESPACE, labels(logs.collector).selector),
    ],
    ...(snapshots.enabled ? { archive: { region: platform.region, roleArn: archiveRole(platform, names.name) } } : {}),
    egress: [
      ...(snapshots.enabled ? [awsApiFlow(context)] : []),
      // The provider is known by its name only, which no policy can say.
      ...(oidc ? [{ ...awsApiFlow(context), ports: [providerPort(oidc)] }] : []),
    ],
  });
  new OpensearchSetup(scope, 'setup', {
    namespace,
    image,
    users: opensearchUsers,
    requests: setupRequests({
      streams: streams(logs),
      retention: logs.retention,
      users: opensearchUsers,
      oidc,
      ...(snapshots.enabled ? { archive: { bucket: archiveBucket(platform), keepDays: snapshots.keepDays } } : {}),
    }),
    apiServer: apiServerFlow(context),
    ...(dashboards
      ? {
          dashboards: {
            url: `https://${opensearchDashboards.name}.${namespace}.svc:${DASHBOARDS_PORT}`,
            flow: { peers: [dashboardsPods], ports: [DASHBOARDS_PORT] },
            requests: dashboardsRequests(streams(logs)),
          },
        }
      : {}),
  });
  new StoreExporter(scope, 'exporter', {
    namespace,
    names,
    image: context.image('elasticsearch-exporter'),
    collect: [
      '--es.all',
      '--es.indices',
      '--es.indices_settings',
      // It would need a right to read aliases of every index.
      '--no-es.aliases',
      ...(snapshots.enabled ? ['--collector.snapshots'] : []),
    ],
  });
}
