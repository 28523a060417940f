import { basename, dirname } from 'node:path/posix';
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
} from '../../../../src/kit/kubernetes';
import { PRIORITY } from '../../../1-bootstrapping';
import { STORE_PORT } from '../choices';
import type { StoreNames, StoreUser } from './names';
import { script } from './scripts';

export interface StoreSetupProps {
  readonly namespace: string;
  readonly names: StoreNames;
  /** The store's own image: it has bash and curl, and is on the nodes anyway. */
  readonly image: string;
  readonly users: readonly StoreUser[];
  /** Secrets of this namespace the job makes beside those of users. */
  readonly ownSecrets: readonly string[];
  /** Files of the job by name, `setup.sh` among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets it reads from files, by the directory they are mounted at. @default - none but the store's authority */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Files from Secrets people make, by path; the job runs without those that are not there yet. @default - none */
  readonly optionalFiles?: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  /** Ways out beside DNS and the store, the one to the API server among them. */
  readonly egress: readonly Flow[];
}

/**
 * A CronJob that makes passwords, keys and tokens inside the cluster and keeps the store's policies, templates, roles and
 * users as configured. Not a Job: its template could never change again.
 */
export class StoreSetup extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: StoreSetupProps) {
    super(scope, id);
    const { namespace, names, users, ownSecrets, files } = props;
    this.labels = labels(names.setup, { component: 'setup', partOf: 'logging' });
    const { all } = this.labels;
    const metadata = { name: names.setup, namespace, labels: all };
    const data = { ...files, 'library.sh': script('logging', 'library.sh') };
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    this.grant(names.setup, namespace, [...ownSecrets, ...secretsIn(namespace, users)], namespace);
    for (const other of new Set(users.map((user) => user.namespace))) {
      if (other !== namespace) this.grant(names.setup, other, secretsIn(other, users), namespace);
    }
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    this.schedule(props);
    allow(this, {
      name: names.setup,
      namespace,
      pods: this.labels.selector,
      labels: all,
      egress: [{ peers: [pods(namespace, labels(names.name).selector)], ports: [STORE_PORT] }, ...props.egress],
    });
  }

  /** Creates Secrets, which no name can narrow, and reads back only its own. It changes and deletes none. */
  private grant(name: string, namespace: string, secrets: readonly string[], accountNamespace: string): void {
    const metadata = { name, namespace, labels: this.labels.all };
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
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: accountNamespace }],
    });
  }

  private schedule(props: StoreSetupProps): void {
    const { namespace, names, users, ownSecrets } = props;
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
          'stagecraft.io/makes-secret': [...ownSecrets, ...users.map((u) => `${u.namespace}/${u.secret}`)].join(','),
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
                containers: [container(props)],
                volumes: volumes(props),
              },
            },
          },
        },
      },
    });
  }
}

function container({ image, namespace, users, environment, secrets = {}, optionalFiles = {} }: StoreSetupProps) {
  return {
    name: 'setup',
    image,
    command: ['bash', '/setup/setup.sh'],
    env: [
      ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      { name: 'NAMESPACE', value: namespace },
      { name: 'USERS', value: users.map((u) => `${u.username} ${u.role} ${u.namespace} ${u.secret}`).join('\n') },
    ],
    resources: resources('50m', '64Mi'),
    securityContext: containerSecurity(),
    volumeMounts: [
      { name: 'setup', mountPath: '/setup', readOnly: true },
      { name: 'ca', mountPath: '/ca', readOnly: true },
      ...[...Object.keys(secrets), ...Object.keys(optionalFiles).map(dirname)].map((path) => ({
        name: path.slice(1),
        mountPath: path,
        readOnly: true,
      })),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function volumes({ names, secrets = {}, optionalFiles = {} }: StoreSetupProps) {
  return [
    { name: 'setup', configMap: { name: names.setup, defaultMode: 0o555 } },
    {
      name: 'ca',
      secret: { secretName: names.httpSecret, defaultMode: 0o440, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    },
    ...Object.entries(secrets).map(([path, secretName]) => ({
      name: path.slice(1),
      secret: { secretName, defaultMode: 0o440 },
    })),
    ...Object.entries(optionalFiles).map(([path, { name, key }]) => ({
      name: dirname(path).slice(1),
      secret: { secretName: name, optional: true, defaultMode: 0o440, items: [{ key, path: basename(path) }] },
    })),
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '4Mi' } },
  ];
}

function secretsIn(namespace: string, users: readonly StoreUser[]): string[] {
  return users.filter((user) => user.namespace === namespace).map((user) => user.secret);
}

/** Name of the file that holds the body of a request. */
export function fileOf(path: string): string {
  return `${path.slice(1).replace(/\?.*$/, '').replaceAll('/', '.')}.json`;
}

/** One file a body. */
export function bodies(named: readonly { readonly file: string; readonly body: unknown }[]): Record<string, string> {
  return Object.fromEntries(named.map(({ file, body }) => [file, `${JSON.stringify(body, null, 2)}\n`]));
}
