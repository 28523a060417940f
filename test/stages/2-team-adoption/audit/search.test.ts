import { parse } from 'yaml';
import { clusterLogGroup } from '../../../../stages/1-bootstrapping';
import { audit } from '../../../../stages/2-team-adoption/audit';
import { clusterLogs } from '../../../../stages/2-team-adoption/audit/pattern';
import { face, manifests, object, objects, starterFiles, synth } from '../../../support/synth';
import { ADMISSION, auditEvent, bound, code, RBAC } from './events';
import { carried, keysOf } from './filebeat';
import options from './filebeat-options.json';

const raw = (toElasticsearch: object = {}, more: object = {}) => ({
  stage: 2,
  name: 'acme',
  region: 'eu-west-1',
  audit: { toElasticsearch: { enabled: true, ...toElasticsearch } },
  ...more,
});

const configuration = async (toElasticsearch: object = {}) =>
  parse(object(await manifests(raw(toElasticsearch)), 'ConfigMap', 'audit-shipper').data['filebeat.yml']);

const setup = async (toElasticsearch: object = {}, more: object = {}) => {
  const { data } = object(await manifests(raw(toElasticsearch, more)), 'ConfigMap', 'elasticsearch-setup');
  return (name: string) => JSON.parse(data[`${name}.json`]);
};

describe('by default', () => {
  test('nothing of it is there', async () => {
    const synthesis = await manifests({ stage: 2 });
    expect(objects(synthesis).filter(({ metadata }) => metadata.name === 'audit-shipper')).toEqual([]);
    expect(JSON.stringify(object(synthesis, 'ConfigMap', 'elasticsearch-setup'))).not.toContain('audit');
    expect(JSON.stringify(object(synthesis, 'CronJob', 'elasticsearch-setup'))).not.toContain('audit');
    const { resource } = await face([audit], 'observability', { stage: 2 });
    expect(resource.aws_iam_role).toBeUndefined();
  });
});

describe('in AWS', () => {
  test('a role that reads this log group, and nothing else', async () => {
    const { resource, data } = await face([audit], 'observability', raw());
    expect(resource.aws_iam_role.audit_shipper.name).toBe('acme-audit-shipper');
    expect(resource.aws_eks_pod_identity_association.audit_shipper).toMatchObject({
      cluster_name: 'acme',
      namespace: 'logging',
      service_account: 'audit-shipper',
    });
    const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/acme/cluster';
    expect(data.aws_iam_policy_document.audit_shipper.statement).toEqual([
      expect.objectContaining({ actions: ['logs:FilterLogEvents'], resources: [group, `${group}:*`] }),
    ]);
  });

  test('the log group is the one stage 1 makes', () => {
    expect(clusterLogs('acme')).toBe(clusterLogGroup('acme'));
  });
});

describe('Filebeat', () => {
  test('every key of its configuration is one its documentation names', async () => {
    const known = new Set(Object.values(options.keys).flat());
    const used = [...new Set([...keysOf(await configuration()), ...keysOf(await configuration({ events: 'all' }))])];
    expect(used.filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !used.includes(key))).toEqual([]);
  });

  test('reads the audit streams of the log group from where it was', async () => {
    expect((await configuration()).filebeat.inputs).toEqual([
      expect.objectContaining({
        type: 'aws-cloudwatch',
        log_group_name: '/aws/eks/acme/cluster',
        region_name: 'eu-west-1',
        log_stream_prefix: 'kube-apiserver-audit-',
        start_position: 'lastSync',
      }),
    ]);
  });

  test('writes to the stream over verified TLS, and makes neither template nor policy', async () => {
    const { output, setup: own } = await configuration();
    expect(output.elasticsearch).toEqual({
      hosts: ['https://elasticsearch.logging.svc:9200'],
      username: '${ELASTICSEARCH_USERNAME}',
      password: '${ELASTICSEARCH_PASSWORD}',
      index: 'logs-kubernetes.audit_logs-default',
      ssl: { certificate_authorities: ['/ca/ca.crt'], verification_mode: 'full' },
    });
    expect(own).toEqual({ ilm: { enabled: false }, template: { enabled: false } });
  });

  const lease = { apiGroup: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-system', name: 'x' };
  const secret = { resource: 'secrets', namespace: 'shop', name: 'db' };
  const pod = { resource: 'pods', namespace: 'shop', name: 'cart-1' };
  const routine = [
    auditEvent('node', 'get', secret),
    auditEvent('apiserver', 'watch', { resource: 'pods' }),
    auditEvent('addonManager', 'list', { resource: 'pods' }),
    auditEvent('workload', 'list', { resource: 'pods' }),
    auditEvent('workload', 'update', lease),
  ];
  const notable = [
    auditEvent('person', 'get', pod),
    auditEvent('anonymous', 'get', pod),
    auditEvent('workload', 'get', secret),
    auditEvent('workload', 'list', { resource: 'pods' }, code(403)),
    auditEvent('node', 'get', secret, code(403)),
    auditEvent('workload', 'patch', pod),
    auditEvent('node', 'delete', pod),
    auditEvent('person', 'update', lease),
  ];

  test('leaves out routine, keeps what was refused, changed, or read by people', async () => {
    const { processors } = await configuration();
    expect(routine.filter((event) => carried(processors, event))).toEqual([]);
    expect(notable.filter((event) => !carried(processors, event))).toEqual([]);
  });

  test('carries everything when asked to', async () => {
    const { processors } = await configuration({ events: 'all' });
    expect([...routine, ...notable].filter((event) => !carried(processors, event))).toEqual([]);
  });

  test('keeps the bodies of permissions and webhooks, and of nothing that could hold a secret', async () => {
    const { processors } = await configuration();
    const bodies = { requestObject: { password: 'hunter2' }, responseObject: { data: { password: 'aHVudGVyMg==' } } };
    for (const resource of ['secrets', 'configmaps', 'pods', 'serviceaccounts', 'tokenreviews'])
      expect(
        JSON.stringify(carried(processors, auditEvent('person', 'create', { resource, namespace: 'shop' }, bodies))),
      ).not.toMatch(/hunter2|aHVudGVyMg/);
    const kept = [
      auditEvent('person', 'create', { apiGroup: RBAC, resource: 'rolebindings' }, bound('cluster-admin')),
      auditEvent('person', 'create', { apiGroup: ADMISSION, resource: 'mutatingwebhookconfigurations' }, bound('x')),
    ];
    for (const event of kept) expect(carried(processors, event)?.kubernetes.audit.responseObject.roleRef).toBeDefined();
  });

  test('an event arrives with its own time and as Elastic’s rules read it; one that is no JSON as text', async () => {
    const { processors } = await configuration();
    const event = carried(processors, auditEvent('person', 'get', pod));
    expect(event).toMatchObject({
      '@timestamp': '2026-11-21T12:00:00.123Z',
      data_stream: { type: 'logs', dataset: 'kubernetes.audit_logs', namespace: 'default' },
      kubernetes: { audit: { verb: 'get', annotations: { 'authorization_k8s_io/decision': 'allow' } } },
    });
    expect(event?.message).toBeUndefined();
    expect(event?.agent).toBeUndefined();
    expect(carried(processors, '{"kind":"Event","cut')).toMatchObject({
      message: '{"kind":"Event","cut',
      error: expect.anything(),
    });
  });
});

describe('the pod', () => {
  test('is one, holds its mark on a volume, and is nobody on its node', async () => {
    const synthesis = await manifests(raw({ storageClass: 'gp3' }));
    const { spec } = object(synthesis, 'Deployment', 'audit-shipper', 'logging');
    expect([spec.replicas, spec.strategy.type]).toEqual([1, 'Recreate']);
    const { securityContext, containers, volumes, automountServiceAccountToken } = spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(automountServiceAccountToken).toBe(false);
    expect(containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
    expect(volumes).toContainEqual({ name: 'state', persistentVolumeClaim: { claimName: 'audit-shipper' } });
    expect(object(synthesis, 'PersistentVolumeClaim', 'audit-shipper').spec.storageClassName).toBe('gp3');
  });

  test('reaches Elasticsearch, the Pod Identity agent and AWS, and is reached by nobody', async () => {
    const { spec } = object(await manifests(raw()), 'NetworkPolicy', 'audit-shipper', 'logging');
    expect(spec.policyTypes).toEqual(['Egress']);
    expect(spec.egress.map(({ ports }: any) => ports[0].port)).toEqual([9200, 80, 443]);
  });

  test('signs in with a login of its own, which the setup job makes', async () => {
    const synthesis = await manifests(raw());
    const [container] = object(synthesis, 'Deployment', 'audit-shipper').spec.template.spec.containers;
    expect(container.env[0].valueFrom.secretKeyRef.name).toBe('elasticsearch-audit-writer');
    const [job] = object(synthesis, 'CronJob', 'elasticsearch-setup').spec.jobTemplate.spec.template.spec.containers;
    expect(job.env.find(({ name }: any) => name === 'USERS').value).toContain(
      'audit-writer audit_writer logging elasticsearch-audit-writer',
    );
  });
});

describe('in Elasticsearch', () => {
  test('a stream with its own life, which collectors and readers of logs do not reach', async () => {
    const body = await setup({ deleteAfterDays: 400 });
    const template = body('_index_template.logs-kubernetes.audit_logs');
    expect(template).toMatchObject({
      index_patterns: ['logs-kubernetes.audit_logs-default'],
      priority: 300,
      template: { settings: { 'index.lifecycle.name': 'logs-kubernetes.audit_logs' } },
    });
    expect(body('_ilm.policy.logs-kubernetes.audit_logs').policy.phases.delete.min_age).toBe('400d');
    expect(body('_security.role.audit_writer').indices).toEqual([
      { names: ['logs-kubernetes.audit_logs-default'], privileges: ['auto_configure', 'create_doc'] },
    ]);
    expect(body('_security.role.audit_reader').indices).toEqual([
      { names: ['logs-kubernetes.audit_logs-default'], privileges: ['read', 'view_index_metadata'] },
    ]);
    expect(body('_security.role.audit_reader').applications[0].resources).toEqual(['space:audit-log']);
    for (const role of ['log_writer', 'logs_reader'])
      for (const { names } of body(`_security.role.${role}`).indices) expect(names).toEqual(['logs-kubernetes-*']);
  });

  test('the archive holds it too, and nothing is deleted before', async () => {
    const body = await setup();
    expect(body('_slm.policy.archive').config.indices).toEqual([
      'logs-kubernetes-*',
      'logs-kubernetes.audit_logs-default',
    ]);
    expect(body('_ilm.policy.logs-kubernetes.audit_logs').policy.phases.delete.actions.wait_for_snapshot).toEqual({
      policy: 'archive',
    });
  });

  test('Kibana shows it in a space of its own', async () => {
    const body = await setup();
    expect(body('s.audit-log.api.data_views.data_view.logs-kubernetes.audit_logs').data_view).toMatchObject({
      title: 'logs-kubernetes.audit_logs-default',
      timeFieldName: '@timestamp',
    });
    expect(body('api.spaces.space.audit-log').id).toBe('audit-log');
  });
});

test('the runbook asks Kibana as well', async () => {
  const page = (files: Awaited<ReturnType<typeof starterFiles>>) =>
    files.find(({ path }) => path === 'runbooks/audit-alarms.md')?.text ?? '';
  const kql = 'kubernetes.audit.user.username : *break-glass*';
  expect(page(await starterFiles(raw()))).toContain(kql);
  expect(page(await starterFiles({ stage: 2 }))).not.toContain(kql);
});

describe('faults', () => {
  const fault = async (more: object) =>
    (await synth(raw({}, more)).catch(({ message }: Error) => message)) as unknown as string;

  test('with OpenSearch, which Filebeat refuses', async () => {
    expect(await fault({ logging: { store: 'opensearch' } })).toContain(
      [
        'audit.toElasticsearch.enabled: carries the audit log with Filebeat, which refuses to speak to OpenSearch',
        '  got:     true',
        '  allowed: false, as long as logs are not kept in Elasticsearch',
        '  next:    remove it, or set logging.store to elasticsearch; CloudWatch keeps the audit log and raises the alarms either way',
      ].join('\n'),
    );
  });

  test('without Elasticsearch', async () => {
    expect(await fault({ logging: { enabled: false }, elasticsearch: { enabled: false } })).toContain(
      [
        'audit.toElasticsearch.enabled: carries the audit log into Elasticsearch, which is switched off',
        '  got:     true',
        '  allowed: false, as long as logs are not kept in Elasticsearch',
        '  next:    remove it, or switch logging and elasticsearch on',
      ].join('\n'),
    );
  });
});
