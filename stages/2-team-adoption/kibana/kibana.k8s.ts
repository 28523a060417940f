import { Construct } from 'constructs';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { callers, type Flow, labels, pods } from '../../../src/kit/kubernetes';
import { INTERNAL_ISSUER } from '../../1-bootstrapping';
import { elasticsearchNames } from '../elasticsearch/names';
import { LOGGING_NAMESPACE } from '../logging/logging';
import { flatYaml } from '../logging/store/cluster.k8s';
import { script } from '../logging/store/scripts';
import { fromSecret, UserInterface } from '../logging/store/user-interface.k8s';
import { configuredClients } from '../monitoring/clients';
import type { KibanaConfig } from './config';
import { KIBANA_PORT, kibana, publicUrl } from './kibana';
import { providers } from './oidc';

export interface KibanaProps {
  readonly namespace: string;
  readonly image: string;
  /** @default 2 */
  readonly replicas?: number;
  /** Address people open. */
  readonly publicUrl: string;
  /** ClusterIssuer of its certificate; the same authority vouches for Elasticsearch. */
  readonly issuer: string;
  /** Address of Elasticsearch, https. */
  readonly elasticsearch: string;
  /** What the button of single sign-on says; Elasticsearch must have the realm. @default - name and password only */
  readonly singleSignOn?: string;
  /** Pods that may call it. @default - none: people come through a port-forward, which no policy sees */
  readonly clients?: Flow['peers'];
}

const HOME = '/usr/share/kibana';
/** Memory, of which Kibana gives its heap three quarters; 1 GiB is too little for 9.x. Source: Elastic Cloud on Kubernetes 3.5 defaults. */
const MEMORY = '2Gi';
const KEYS = 'kibana-encryption-keys';

/** The interface of Elasticsearch. */
export class Kibana extends Construct {
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: KibanaProps) {
    super(scope, id);
    this.replicas = props.replicas ?? 2;
    const { namespace, image, issuer, clients } = props;
    new UserInterface(this, 'interface', {
      namespace,
      name: kibana.name,
      image,
      replicas: this.replicas,
      port: KIBANA_PORT,
      issuer,
      store: elasticsearchNames.name,
      memory: MEMORY,
      files: { 'kibana.yml': flatYaml(settings(props)), 'alive.sh': script('kibana', 'alive.sh') },
      configMounts: [{ name: 'config', mountPath: `${HOME}/config`, readOnly: true }],
      env: [
        fromSecret('KIBANA_TOKEN', 'kibana-token', 'token'),
        fromSecret('KIBANA_SESSION_KEY', KEYS, 'session'),
        fromSecret('KIBANA_SAVED_OBJECTS_KEY', KEYS, 'saved-objects'),
        fromSecret('KIBANA_REPORTING_KEY', KEYS, 'reporting'),
      ],
      scratch: Object.fromEntries(['data', 'logs', 'plugins'].map((name) => [name, `${HOME}/${name}`])),
      statusPath: '/api/status',
      clients,
    });
  }
}

function settings({ publicUrl, elasticsearch, singleSignOn }: KibanaProps): Record<string, unknown> {
  return {
    'server.name': kibana.name,
    'server.host': '0.0.0.0',
    'server.port': KIBANA_PORT,
    'server.publicBaseUrl': publicUrl,
    'server.shutdownTimeout': '30s',
    'server.ssl.enabled': true,
    'server.ssl.certificate': '/tls/tls.crt',
    'server.ssl.key': '/tls/tls.key',
    'server.securityResponseHeaders.strictTransportSecurity': 'max-age=31536000',
    'elasticsearch.hosts': [elasticsearch],
    'elasticsearch.ssl.certificateAuthorities': ['/tls/ca.crt'],
    'elasticsearch.ssl.verificationMode': 'full',
    // Values come from Secrets through the environment under names of ours: the image turns variables it knows into arguments, which anyone in the pod can read.
    'elasticsearch.serviceAccountToken': '${KIBANA_TOKEN}',
    'xpack.security.encryptionKey': '${KIBANA_SESSION_KEY}',
    'xpack.encryptedSavedObjects.encryptionKey': '${KIBANA_SAVED_OBJECTS_KEY}',
    'xpack.reporting.encryptionKey': '${KIBANA_REPORTING_KEY}',
    ...(singleSignOn ? { 'xpack.security.authc.providers': providers(singleSignOn) } : {}),
    'xpack.security.session.idleTimeout': '8h',
    'xpack.security.session.lifespan': '24h',
    // A key Kibana does not know keeps it from starting: these are of its reference.
    'telemetry.optIn': false,
    'telemetry.allowChangingOptInStatus': false,
    // There is no way out, and nothing here comes as a package of theirs.
    'xpack.fleet.isAirGapped': true,
    'newsfeed.enabled': false,
    'logging.root.level': 'warn',
  };
}

/** Kibana of a platform. */
export function buildKibana(scope: Construct, context: Context<KibanaConfig>): void {
  const { platform, config } = context;
  new Kibana(scope, 'kibana', {
    namespace: LOGGING_NAMESPACE,
    image: context.image('kibana'),
    replicas: config.replicas,
    publicUrl: publicUrl(config, platform),
    singleSignOn: config.oidc?.name,
    issuer: INTERNAL_ISSUER,
    elasticsearch: `https://${elasticsearchNames.name}.${LOGGING_NAMESPACE}.svc:9200`,
    clients: [
      pods(LOGGING_NAMESPACE, labels(elasticsearchNames.setup).selector),
      ...callers([...configuredClients(config), ...collectMonitoring(context).searches]),
    ],
  });
}
