import { Construct } from 'constructs';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { callers, type Flow, labels, pods } from '../../../src/kit/kubernetes';
import { awsApiFlow, INTERNAL_ISSUER } from '../../1-bootstrapping';
import { LOGGING_NAMESPACE, logging, streams } from '../logging/logging';
import { flatYaml } from '../logging/store/cluster.k8s';
import { script } from '../logging/store/scripts';
import { fromSecret, UserInterface } from '../logging/store/user-interface.k8s';
import { configuredClients } from '../monitoring/clients';
import { opensearchNames as store } from '../opensearch/names';
import { tenants } from '../opensearch/security';
import type { OpensearchDashboardsConfig } from './config';
import { type DashboardsOidc, providerPort } from './oidc';
import { DASHBOARDS_PORT, opensearchDashboards, publicUrl } from './opensearch-dashboards';

export interface OpensearchDashboardsProps {
  readonly namespace: string;
  readonly image: string;
  /** @default 2 */
  readonly replicas?: number;
  /** Address people open. */
  readonly publicUrl: string;
  /** ClusterIssuer of its certificate; the same authority vouches for OpenSearch. */
  readonly issuer: string;
  /** Address of OpenSearch, https. */
  readonly opensearch: string;
  /** Tenants in the order people are offered them. */
  readonly tenants: readonly string[];
  /** Sign-in of people; OpenSearch must know the same provider. @default - name and password only */
  readonly oidc?: DashboardsOidc;
  /** Pods that may call it. @default - none: people come through a port-forward, which no policy sees */
  readonly clients?: Flow['peers'];
  /** Ways out beside DNS and OpenSearch, for the provider. @default - none */
  readonly egress?: readonly Flow[];
}

const HOME = '/usr/share/opensearch-dashboards';
const FILE = 'opensearch_dashboards.yml';
/** Memory; the server's own heap limit is a fraction of what it sees, and 1 GiB was too little for Kibana 9.x, which it descends from. */
const MEMORY = '2Gi';
/** An hour of silence, as long as the plugin's default, in milliseconds. */
const SESSION = 3_600_000;

/** The interface of OpenSearch. */
export class OpensearchDashboards extends Construct {
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: OpensearchDashboardsProps) {
    super(scope, id);
    this.replicas = props.replicas ?? 2;
    const { namespace, image, issuer, oidc, clients, egress } = props;
    new UserInterface(this, 'interface', {
      namespace,
      name: opensearchDashboards.name,
      image,
      replicas: this.replicas,
      port: DASHBOARDS_PORT,
      issuer,
      store: store.name,
      memory: MEMORY,
      files: { [FILE]: flatYaml(settings(props)), 'alive.sh': script('opensearch-dashboards', 'alive.sh') },
      // The file alone: the directory has others that the program starts with.
      configMounts: [{ name: 'config', mountPath: `${HOME}/config/${FILE}`, subPath: FILE, readOnly: true }],
      env: [
        fromSecret('SERVER_USERNAME', store.dashboardsSecret, 'username'),
        fromSecret('SERVER_PASSWORD', store.dashboardsSecret, 'password'),
        fromSecret('COOKIE_PASSWORD', store.cookieSecret, 'password'),
        ...(oidc ? [fromSecret('CLIENT_SECRET', oidc.clientSecret.name, oidc.clientSecret.key)] : []),
      ],
      scratch: { data: `${HOME}/data` },
      statusPath: '/api/status',
      clients,
      egress,
    });
  }
}

/**
 * opensearch_dashboards.yml. Names: the image's own file, and the schema of the security plugin (security-dashboards-plugin,
 * server/index.ts). Secrets come through the environment under names of ours: the image turns variables it knows into
 * arguments, which anyone in the pod can read.
 */
export function settings(props: OpensearchDashboardsProps): Record<string, unknown> {
  return {
    'server.name': opensearchDashboards.name,
    'server.host': '0.0.0.0',
    'server.port': DASHBOARDS_PORT,
    'server.ssl.enabled': true,
    'server.ssl.certificate': '/tls/tls.crt',
    'server.ssl.key': '/tls/tls.key',
    'opensearch.hosts': [props.opensearch],
    'opensearch.ssl.certificateAuthorities': ['/tls/ca.crt'],
    'opensearch.ssl.verificationMode': 'full',
    'opensearch.username': '${SERVER_USERNAME}',
    'opensearch.password': '${SERVER_PASSWORD}',
    'opensearch.requestHeadersAllowlist': ['authorization', 'securitytenant'],
    'opensearch_security.cookie.secure': true,
    'opensearch_security.cookie.password': '${COOKIE_PASSWORD}',
    'opensearch_security.cookie.ttl': SESSION,
    'opensearch_security.session.ttl': SESSION,
    // Probes ask without a login.
    'opensearch_security.auth.unauthenticated_routes': ['/api/status'],
    'status.allowAnonymous': true,
    // What people save belongs to a team: there is neither a common place nor one nobody else sees.
    'opensearch_security.multitenancy.enabled': true,
    'opensearch_security.multitenancy.tenants.enable_global': false,
    'opensearch_security.multitenancy.tenants.enable_private': false,
    'opensearch_security.multitenancy.tenants.preferred': props.tenants,
    ...(props.oidc ? singleSignOn(props.oidc, props.publicUrl) : {}),
    'logging.quiet': true,
  };
}

/** Name and password stay, for the setup job, and for when the provider is away. */
function singleSignOn(oidc: DashboardsOidc, url: string): Record<string, unknown> {
  return {
    'opensearch_security.auth.type': ['basicauth', 'openid'],
    'opensearch_security.auth.multiple_auth_enabled': true,
    'opensearch_security.ui.openid.login.buttonname': oidc.name,
    'opensearch_security.openid.connect_url': oidc.discoveryUrl,
    'opensearch_security.openid.client_id': oidc.clientId,
    'opensearch_security.openid.client_secret': '${CLIENT_SECRET}',
    'opensearch_security.openid.scope': oidc.scopes.join(' '),
    'opensearch_security.openid.base_redirect_url': url,
  };
}

/** OpenSearch Dashboards of a platform. */
export function buildOpensearchDashboards(scope: Construct, context: Context<OpensearchDashboardsConfig>): void {
  const { platform, config } = context;
  const { oidc } = config;
  new OpensearchDashboards(scope, 'opensearch-dashboards', {
    namespace: LOGGING_NAMESPACE,
    image: context.image('opensearch-dashboards'),
    replicas: config.replicas,
    publicUrl: publicUrl(config, platform),
    issuer: INTERNAL_ISSUER,
    opensearch: `https://${store.name}.${LOGGING_NAMESPACE}.svc:9200`,
    tenants: Object.keys(tenants(streams(context.contextOf(logging).config))),
    oidc,
    clients: [
      pods(LOGGING_NAMESPACE, labels(store.setup).selector),
      ...callers([...configuredClients(config), ...collectMonitoring(context).searches]),
    ],
    // The provider is known by its name only, which no policy can say.
    egress: oidc ? [{ ...awsApiFlow(context), ports: [providerPort(oidc)] }] : [],
  });
}
