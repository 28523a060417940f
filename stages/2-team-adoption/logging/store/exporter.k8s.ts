import { Construct } from 'constructs';
import {
  add,
  allow,
  containerSecurity,
  type Labels,
  labels,
  podSecurity,
  pods,
  resources,
  spread,
} from '../../../../src/kit/kubernetes';
import { PRIORITY } from '../../../1-bootstrapping';
import type { StoreNames } from './names';
import { EXPORTER_PORT } from './scrape';

export interface StoreExporterProps {
  readonly namespace: string;
  readonly image: string;
  readonly names: StoreNames;
  /** Arguments that switch on what it asks of this store beside its health. */
  readonly collect: readonly string[];
}

/** The store has no metrics page of its own: this reads its API and offers what it says to Prometheus. */
export class StoreExporter extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: StoreExporterProps) {
    super(scope, id);
    const { namespace, names } = props;
    this.labels = labels(names.exporter, { component: 'metrics', partOf: 'logging' });
    const { all, selector } = this.labels;
    const metadata = { name: names.exporter, namespace, labels: all };
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'metrics', port: EXPORTER_PORT, targetPort: 'metrics', protocol: 'TCP' }],
      },
    });
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        // One: two would report everything twice.
        replicas: 1,
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: all },
          spec: {
            serviceAccountName: names.exporter,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            priorityClassName: PRIORITY.standard,
            terminationGracePeriodSeconds: 30,
            securityContext: podSecurity(65534),
            topologySpreadConstraints: spread(selector),
            containers: [container(props)],
            volumes: [
              {
                name: 'ca',
                secret: {
                  secretName: names.httpSecret,
                  defaultMode: 0o440,
                  items: [{ key: 'ca.crt', path: 'ca.crt' }],
                },
              },
            ],
          },
        },
      },
    });
    allow(this, {
      name: names.exporter,
      namespace,
      pods: selector,
      labels: all,
      egress: [{ peers: [pods(namespace, labels(names.name).selector)], ports: [9200] }],
    });
  }
}

function container({ namespace, image, names, collect }: StoreExporterProps) {
  const credential = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: names.exporterSecret, key } },
  });
  return {
    name: 'exporter',
    image,
    args: [
      `--es.uri=https://${names.name}.${namespace}.svc:9200`,
      '--es.ca=/ca/ca.crt',
      ...collect,
      // Less than Prometheus waits: a slow answer costs its own metrics, not all of them.
      '--es.timeout=8s',
      `--web.listen-address=:${EXPORTER_PORT}`,
      '--log.format=json',
    ],
    // The exporter takes credentials only from these two variables or inside the address.
    env: [credential('ES_USERNAME', 'username'), credential('ES_PASSWORD', 'password')],
    ports: [{ name: 'metrics', containerPort: EXPORTER_PORT, protocol: 'TCP' }],
    resources: resources('50m', '128Mi'),
    securityContext: containerSecurity(),
    readinessProbe: {
      httpGet: { path: '/healthz', port: 'metrics' },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    livenessProbe: {
      httpGet: { path: '/healthz', port: 'metrics' },
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 5,
    },
    volumeMounts: [{ name: 'ca', mountPath: '/ca', readOnly: true }],
  };
}
