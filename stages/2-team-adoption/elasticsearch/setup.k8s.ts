import { Construct } from 'constructs';
import {
  add,
  allow,
  containerSecurity,
  type Flow,
  type Labels,
  labels,
  podSecurity,
  pods,
  resources,
} from '../../../src/kit/kubernetes';
import { PRIORITY } from '../../1-bootstrapping';
import { type ElasticsearchUser, elasticsearchNames as names } from './names';
import type { SetupRequest } from './requests';
import { script } from './scripts';
import type { KibanaRequest } from './spaces';

export interface ElasticsearchSetupProps {
  readonly namespace: string;
  /** Elasticsearch's own image: it has bash and curl, and is on the nodes anyway. */
  readonly image: string;
  readonly users: readonly ElasticsearchUser[];
  readonly requests: readonly SetupRequest[];
  /** Way to the API server. */
  readonly apiServer: Flow;
  /** Where spaces and data views are made. @default - no Kibana */
  readonly kibana?: KibanaSetup;
}

export interface KibanaSetup {
  /** Address, https, with a certificate of the authority that also vouches for Elasticsearch. */
  readonly url: string;
  /** Its pods. */
  readonly flow: Flow;
  readonly requests: readonly KibanaRequest[];
}

/** Secrets of this namespace the job makes beside those of users. */
const OWN_SECRETS = [names.superuserSecret, 'kibana-encryption-keys', 'kibana-token'];

/**
 * A CronJob that makes passwords, keys and tokens inside the cluster and keeps Elasticsearch's policies, templates, roles and
 * users as configured. Not a Job: its template could never change again.
 */
export class ElasticsearchSetup extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: ElasticsearchSetupProps) {
    super(scope, id);
    this.labels = labels(names.setup, { component: 'setup', partOf: 'logging' });
    const { namespace, users, requests, kibana } = props;
    const { all } = this.labels;
    const metadata = { name: names.setup, namespace, labels: all };
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    this.grant(namespace, [...OWN_SECRETS, ...secretsIn(namespace, users)], namespace);
    for (const other of new Set(users.map((user) => user.namespace))) {
      if (other !== namespace) this.grant(other, secretsIn(other, users), namespace);
    }
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { ...files(requests), ...kibanaFiles(kibana) } });
    this.schedule(props);
    allow(this, {
      name: names.setup,
      namespace,
      pods: this.labels.selector,
      labels: all,
      egress: [
        { peers: [pods(namespace, labels(names.name).selector)], ports: [9200] },
        props.apiServer,
        ...(kibana ? [kibana.flow] : []),
      ],
    });
  }

  /** Creates Secrets, which no name can narrow, and reads back only its own. It changes and deletes none. */
  private grant(namespace: string, secrets: readonly string[], accountNamespace: string): void {
    const metadata = { name: names.setup, namespace, labels: this.labels.all };
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: [...secrets], verbs: ['get'] },
      ],
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: names.setup },
      subjects: [{ kind: 'ServiceAccount', name: names.setup, namespace: accountNamespace }],
    });
  }

  private schedule({ namespace, image, users, kibana }: ElasticsearchSetupProps): void {
    const { all } = this.labels;
    add(this, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {
        name: names.setup,
        namespace,
        labels: all,
        // `validate` takes these Secrets as made.
        annotations: {
          'stagecraft.io/makes-secret': [...OWN_SECRETS, ...users.map((u) => `${u.namespace}/${u.secret}`)].join(','),
        },
      },
      spec: {
        schedule: '*/5 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 120,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: all },
          spec: {
            // The next run is the retry.
            backoffLimit: 0,
            activeDeadlineSeconds: 280,
            ttlSecondsAfterFinished: 3600,
            template: {
              metadata: { labels: all },
              spec: {
                serviceAccountName: names.setup,
                automountServiceAccountToken: true,
                enableServiceLinks: false,
                restartPolicy: 'Never',
                priorityClassName: PRIORITY.standard,
                terminationGracePeriodSeconds: 30,
                securityContext: podSecurity(1000),
                containers: [
                  {
                    name: 'setup',
                    image,
                    command: ['bash', '/setup/setup.sh'],
                    env: [
                      { name: 'ELASTICSEARCH_URL', value: `https://${names.name}.${namespace}.svc:9200` },
                      ...(kibana ? [{ name: 'KIBANA_URL', value: kibana.url }] : []),
                      { name: 'NAMESPACE', value: namespace },
                      {
                        name: 'USERS',
                        value: users.map((u) => `${u.username} ${u.role} ${u.namespace} ${u.secret}`).join('\n'),
                      },
                    ],
                    resources: resources('50m', '64Mi'),
                    securityContext: containerSecurity(),
                    volumeMounts: [
                      { name: 'setup', mountPath: '/setup', readOnly: true },
                      { name: 'ca', mountPath: '/ca', readOnly: true },
                      { name: 'tmp', mountPath: '/tmp' },
                    ],
                  },
                ],
                volumes: [
                  { name: 'setup', configMap: { name: names.setup, defaultMode: 0o555 } },
                  {
                    name: 'ca',
                    secret: {
                      secretName: names.httpSecret,
                      defaultMode: 0o440,
                      items: [{ key: 'ca.crt', path: 'ca.crt' }],
                    },
                  },
                  { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '4Mi' } },
                ],
              },
            },
          },
        },
      },
    });
  }
}

function secretsIn(namespace: string, users: readonly ElasticsearchUser[]): string[] {
  return users.filter((user) => user.namespace === namespace).map((user) => user.secret);
}

/** The script, one file a body, and the list of which body goes where. */
function files(requests: readonly SetupRequest[]): Record<string, string> {
  const named = requests.map(({ path, body }) => ({ path, file: fileOf(path), body }));
  return {
    'setup.sh': script('setup.sh'),
    requests: named.map(({ path, file }) => `${path} ${file}\n`).join(''),
    ...bodies(named),
  };
}

/** The same for Kibana: by which path a thing is found, by which it is made, and the body. */
function kibanaFiles(kibana?: KibanaSetup): Record<string, string> {
  if (!kibana) return {};
  const named = kibana.requests.map((request) => ({ ...request, file: fileOf(request.there) }));
  return {
    'kibana-requests': named.map(({ there, path, file }) => `${there} ${path} ${file}\n`).join(''),
    ...bodies(named),
  };
}

function fileOf(path: string): string {
  return `${path.slice(1).replaceAll('/', '.')}.json`;
}

function bodies(named: readonly { readonly file: string; readonly body: unknown }[]): Record<string, string> {
  return Object.fromEntries(named.map(({ file, body }) => [file, `${JSON.stringify(body, null, 2)}\n`]));
}
