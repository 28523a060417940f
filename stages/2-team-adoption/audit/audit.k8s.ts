import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  configChecksum,
  containerSecurity,
  type Flow,
  type Labels,
  labels,
  podSecurity,
  pods,
  resources,
} from '../../../src/kit/kubernetes';
import { toYaml } from '../../../src/kit/yaml';
import { PRIORITY, workloadIdentityFlows } from '../../1-bootstrapping';
import { elasticsearchNames } from '../elasticsearch/names';
import { STORE_PORT } from '../logging/choices';
import { LOGGING_NAMESPACE } from '../logging/logging';
import type { AuditConfig } from './config';
import { type FilebeatProps, filebeat, HTTP_PORT, SHUTDOWN_SECONDS, STATE } from './filebeat';
import { clusterLogs } from './pattern';
import { AUDIT_SEARCH } from './search';

export interface AuditShipperProps extends FilebeatProps {
  readonly namespace: string;
  readonly image: string;
  /** Secret with `ca.crt` of the authority that vouches for Elasticsearch. */
  readonly authoritySecret: string;
  /** Secret with `username` and `password` of a user that may append. @default 'elasticsearch-audit-writer' */
  readonly credentialsSecret?: string;
  /** Ways to Elasticsearch, to the Pod Identity agent and to AWS. */
  readonly egress: readonly Flow[];
  /** Storage class of its volume. @default - the cluster's default. Cannot change later. */
  readonly storageClass?: string;
  /** Memory, request and limit. @default '512Mi' */
  readonly memory?: string;
}

const NAME = AUDIT_SEARCH.shipper;

/** Filebeat: one pod that reads the audit log from CloudWatch and writes it to Elasticsearch. Its volume holds how far it came. */
export class AuditShipper extends Construct {
  readonly labels: Labels;
  readonly memory: string;

  constructor(scope: Construct, id: string, props: AuditShipperProps) {
    super(scope, id);
    this.memory = props.memory ?? '512Mi';
    this.labels = labels(NAME, { component: 'audit', partOf: 'logging' });
    const { namespace, storageClass, egress } = props;
    const { all, selector } = this.labels;
    const metadata = { name: NAME, namespace, labels: all };
    const data = { 'filebeat.yml': toYaml(filebeat(props)) };
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClass ? { storageClassName: storageClass } : {}),
        resources: { requests: { storage: '1Gi' } },
      },
    });
    this.deployment(props, configChecksum(data));
    allow(this, { name: NAME, namespace, pods: selector, labels: all, egress });
  }

  private deployment(props: AuditShipperProps, checksum: Record<string, string>): void {
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: NAME, namespace: props.namespace, labels: all },
      spec: {
        // One: two would read the same. The mark of how far it came is on one volume, which one pod holds.
        replicas: 1,
        strategy: { type: 'Recreate' },
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: all, annotations: checksum },
          spec: {
            serviceAccountName: NAME,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            priorityClassName: PRIORITY.standard,
            terminationGracePeriodSeconds: SHUTDOWN_SECONDS + 20,
            // The image's own user; its files belong to group 0.
            securityContext: podSecurity(1000, { supplementalGroups: [0] }),
            containers: [this.container(props)],
            volumes: [
              { name: 'config', configMap: { name: NAME, defaultMode: 0o444 } },
              {
                name: 'ca',
                secret: {
                  secretName: props.authoritySecret,
                  defaultMode: 0o440,
                  items: [{ key: 'ca.crt', path: 'ca.crt' }],
                },
              },
              { name: 'state', persistentVolumeClaim: { claimName: NAME } },
              { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
            ],
          },
        },
      },
    });
  }

  private container({ image, credentialsSecret = AUDIT_SEARCH.secret }: AuditShipperProps) {
    const credential = (name: string, key: string) => ({
      name,
      valueFrom: { secretKeyRef: { name: credentialsSecret, key } },
    });
    return {
      name: 'filebeat',
      image,
      // The file is root's and nobody may write it, but its directory is a link, which the check of permissions takes amiss.
      args: ['-e', '-c', '/etc/filebeat/filebeat.yml', '--strict.perms=false'],
      env: [
        // Filebeat takes a password from its own keystore or from here.
        credential('ELASTICSEARCH_USERNAME', 'username'),
        credential('ELASTICSEARCH_PASSWORD', 'password'),
        // A minute it cannot read is a minute it never reads again: it asks for half an hour before it gives up. Three is the default.
        { name: 'AWS_MAX_ATTEMPTS', value: '100' },
        // Pod Identity or nothing, never the node's credentials.
        { name: 'AWS_EC2_METADATA_DISABLED', value: 'true' },
      ],
      ports: [{ name: 'http', containerPort: HTTP_PORT, protocol: 'TCP' }],
      resources: resources('50m', this.memory),
      securityContext: containerSecurity(),
      // They tell that the process answers. That events arrive is what the alert AuditLogStale tells.
      startupProbe: { ...alive(), periodSeconds: 5, failureThreshold: 24 },
      readinessProbe: { ...alive(), periodSeconds: 15, failureThreshold: 3 },
      livenessProbe: { ...alive(), periodSeconds: 30, failureThreshold: 6 },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/filebeat', readOnly: true },
        { name: 'ca', mountPath: '/ca', readOnly: true },
        { name: 'state', mountPath: STATE },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    };
  }
}

function alive() {
  return { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 };
}

/** What carries the audit log of a platform into Elasticsearch. */
export function buildAuditShipper(scope: Construct, context: Context<AuditConfig>): void {
  const { platform, config } = context;
  const namespace = LOGGING_NAMESPACE;
  const { name, httpSecret } = elasticsearchNames;
  new AuditShipper(scope, 'audit-shipper', {
    namespace,
    image: context.image('filebeat'),
    logGroup: clusterLogs(platform.name),
    region: platform.region,
    events: config.toElasticsearch.events,
    elasticsearch: `https://${name}.${namespace}.svc:${STORE_PORT}`,
    authoritySecret: httpSecret,
    storageClass: config.toElasticsearch.storageClass,
    egress: [
      { peers: [pods(namespace, labels(name).selector)], ports: [STORE_PORT] },
      ...workloadIdentityFlows(context),
    ],
  });
}
