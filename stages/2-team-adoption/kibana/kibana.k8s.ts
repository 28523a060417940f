import { Construct } from 'constructs';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  callers,
  configChecksum,
  containerSecurity,
  disruptionBudget,
  type EnvVar,
  type Flow,
  type Labels,
  labels,
  leafCertificate,
  podSecurity,
  pods,
  resources,
  spread,
} from '../../../src/kit/kubernetes';
import { INTERNAL_ISSUER, PRIORITY } from '../../1-bootstrapping';
import { elasticsearchNames } from '../elasticsearch/names';
import { LOGGING_NAMESPACE } from '../logging/logging';
import { script } from '../logging/store/scripts';
import { configuredClients } from '../monitoring/clients';
import type { KibanaConfig } from './config';
import { KIBANA_PORT, publicUrl } from './kibana';
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

const NAME = 'kibana';
const TLS_SECRET = 'kibana-tls';
const CONFIG = '/usr/share/kibana/config';
/** Image's user. */
const UID = 1000;
/** Memory, of which Kibana gives its heap three quarters; 1 GiB is too little for 9.x. Source: Elastic Cloud on Kubernetes 3.5 defaults. */
const MEMORY = '2Gi';

/** Stateless: what people save is in Elasticsearch, so pods come and go. */
export class Kibana extends Construct {
  readonly labels: Labels;
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: KibanaProps) {
    super(scope, id);
    this.replicas = props.replicas ?? 2;
    this.labels = labels(NAME, { component: 'user-interface', partOf: 'logging' });
    const { namespace, clients = [] } = props;
    const { all, selector } = this.labels;
    const metadata = { name: NAME, namespace, labels: all };
    const data = { 'kibana.yml': settings(props), 'alive.sh': script('kibana', 'alive.sh') };
    this.certificate(props);
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'https', port: KIBANA_PORT, targetPort: 'https', protocol: 'TCP' }],
      },
    });
    this.deployment(props, configChecksum(data));
    if (this.replicas > 1) disruptionBudget(this, { name: NAME, namespace, selector, labels: all });
    allow(this, {
      name: NAME,
      namespace,
      pods: selector,
      labels: all,
      ...(clients.length > 0 ? { ingress: [{ peers: clients, ports: [KIBANA_PORT] }] } : {}),
      egress: [{ peers: [pods(namespace, labels(elasticsearchNames.name).selector)], ports: [9200] }],
    });
  }

  private certificate({ namespace, issuer }: KibanaProps): void {
    leafCertificate(this, {
      name: NAME,
      namespace,
      labels: this.labels.all,
      secretName: TLS_SECRET,
      dnsNames: [`${NAME}.${namespace}.svc`, `${NAME}.${namespace}.svc.cluster.local`, 'localhost'],
      issuer: { kind: 'ClusterIssuer', name: issuer },
    });
  }

  private deployment({ namespace, image }: KibanaProps, checksum: Record<string, string>): void {
    const { all, selector } = this.labels;
    const scratch = ['data', 'logs', 'plugins'];
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: NAME, namespace, labels: all },
      spec: {
        replicas: this.replicas,
        revisionHistoryLimit: 3,
        // Two releases at once would both migrate what is saved; within one release pods may overlap.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: all, annotations: checksum },
          spec: {
            serviceAccountName: NAME,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            priorityClassName: PRIORITY.standard,
            terminationGracePeriodSeconds: 60,
            securityContext: podSecurity(UID),
            topologySpreadConstraints: spread(selector),
            containers: [
              {
                name: NAME,
                image,
                env: [
                  secret('KIBANA_TOKEN', 'kibana-token', 'token'),
                  secret('KIBANA_SESSION_KEY', 'kibana-encryption-keys', 'session'),
                  secret('KIBANA_SAVED_OBJECTS_KEY', 'kibana-encryption-keys', 'saved-objects'),
                  secret('KIBANA_REPORTING_KEY', 'kibana-encryption-keys', 'reporting'),
                ],
                ports: [{ name: 'https', containerPort: KIBANA_PORT, protocol: 'TCP' }],
                resources: resources('250m', MEMORY),
                securityContext: containerSecurity(),
                // Ten minutes: the first start of a release migrates what people saved.
                startupProbe: { ...probe('/api/status'), periodSeconds: 10, failureThreshold: 60 },
                readinessProbe: { ...probe('/api/status'), periodSeconds: 10, failureThreshold: 3 },
                livenessProbe: {
                  exec: { command: ['bash', `${CONFIG}/alive.sh`] },
                  periodSeconds: 20,
                  timeoutSeconds: 5,
                  failureThreshold: 6,
                },
                volumeMounts: [
                  { name: 'config', mountPath: CONFIG, readOnly: true },
                  { name: 'tls', mountPath: '/tls', readOnly: true },
                  { name: 'tmp', mountPath: '/tmp' },
                  ...scratch.map((name) => ({ name, mountPath: `/usr/share/kibana/${name}` })),
                ],
              },
            ],
            volumes: [
              { name: 'config', configMap: { name: NAME } },
              { name: 'tls', secret: { secretName: TLS_SECRET, defaultMode: 0o440 } },
              { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
              ...scratch.map((name) => ({ name, emptyDir: { sizeLimit: '1Gi' } })),
            ],
          },
        },
      },
    });
  }
}

function settings({ publicUrl, elasticsearch, singleSignOn }: KibanaProps): string {
  const values = {
    'server.name': NAME,
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
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

function secret(name: string, from: string, key: string): EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: from, key } } };
}

function probe(path: string) {
  return { httpGet: { path, port: 'https', scheme: 'HTTPS' }, timeoutSeconds: 5 };
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
