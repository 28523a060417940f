import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, auditEvents } from '../../../../stages/2-team-adoption/audit';
import { matches } from '../../../support/filter-pattern';
import { face, starterFiles, synth } from '../../../support/synth';
import { ADMISSION, auditEvent, bound, code, RBAC } from './events';
import { insights, kql } from './queries';

type Sample = Record<string, any>;

const dryRun = (event: Sample): Sample => ({
  ...event,
  requestURI: `${event.requestURI}?dryRun=All&fieldManager=flux`,
});
const pod = { resource: 'pods', namespace: 'shop', name: 'cart-1' };
const binding = { apiGroup: RBAC, resource: 'clusterrolebindings', name: 'x' };
const webhook = { apiGroup: ADMISSION, resource: 'mutatingwebhookconfigurations', name: 'x' };
const policy = { apiGroup: ADMISSION, resource: 'validatingadmissionpolicybindings', name: 'x' };
const token = { resource: 'serviceaccounts', subresource: 'token', namespace: 'shop', name: 'cart' };
const daemonSet = { apiGroup: 'apps', resource: 'daemonsets', namespace: 'kube-system', name: 'x' };

/** Events each alarm must see, and those close to them that it must not. */
const samples: Record<string, { seen: Sample[]; unseen: Sample[] }> = {
  'anonymous-access': {
    seen: [auditEvent('anonymous', 'list', { resource: 'pods' })],
    unseen: [
      ...['/livez?verbose', '/readyz', '/healthz', '/version?timeout=32s'].map((requestURI) => ({
        ...auditEvent('anonymous', 'get', pod, { requestURI }),
        objectRef: undefined,
      })),
      auditEvent('anonymous', 'list', { resource: 'pods' }, code(403)),
    ],
  },
  'exec-into-production': {
    seen: [
      auditEvent('person', 'create', { ...pod, subresource: 'exec' }, code(101)),
      auditEvent('person', 'get', { ...pod, subresource: 'exec' }, { ...code(101), stage: 'ResponseStarted' }),
      auditEvent('workload', 'create', { ...pod, subresource: 'portforward' }, code(101)),
      auditEvent('person', 'patch', { ...pod, subresource: 'ephemeralcontainers' }),
    ],
    unseen: [
      auditEvent('person', 'get', { ...pod, subresource: 'log' }),
      auditEvent('person', 'create', { ...pod, subresource: 'exec' }, code(403)),
    ],
  },
  'node-proxy': {
    seen: [auditEvent('workload', 'get', { resource: 'nodes', subresource: 'proxy', name: 'ip-10-0-1-2' })],
    unseen: [
      auditEvent('workload', 'get', { resource: 'nodes', subresource: 'metrics', name: 'ip-10-0-1-2' }),
      auditEvent('person', 'get', { resource: 'services', subresource: 'proxy', namespace: 'shop', name: 'cart' }),
    ],
  },
  'secrets-read-by-people': {
    seen: [
      auditEvent('person', 'list', { resource: 'secrets' }),
      auditEvent('breakGlass', 'get', { resource: 'secrets', namespace: 'shop', name: 'db' }),
    ],
    unseen: [
      ...(['workload', 'node', 'addonManager', 'eventService', 'apiserver'] as const).map((who) =>
        auditEvent(who, 'list', { resource: 'secrets' }),
      ),
      auditEvent('person', 'list', { resource: 'secrets' }, code(403)),
      auditEvent('person', 'create', { resource: 'secrets', namespace: 'shop' }),
    ],
  },
  'break-glass-use': {
    seen: [auditEvent('breakGlass', 'get', pod), auditEvent('breakGlass', 'get', pod, code(403))],
    unseen: [auditEvent('person', 'get', pod), auditEvent('otherBreakGlass', 'get', pod)],
  },
  impersonation: {
    seen: [
      auditEvent(
        'person',
        'list',
        { resource: 'pods' },
        { impersonatedUser: { username: 'system:admin', groups: ['system:masters'] } },
      ),
      auditEvent('workload', 'list', { resource: 'pods' }, { impersonatedUser: { username: 'bob' } }),
    ],
    unseen: [
      auditEvent('person', 'list', { resource: 'pods' }),
      auditEvent('addonManager', 'get', pod, { impersonatedUser: { username: 'eks:x' } }),
      auditEvent('person', 'list', { resource: 'pods' }, { impersonatedUser: { username: 'bob' }, ...code(403) }),
    ],
  },
  'token-issued-to-a-person': {
    seen: [auditEvent('person', 'create', token, code(201))],
    unseen: [
      auditEvent('node', 'create', token, code(201)),
      auditEvent('person', 'get', { ...token, subresource: undefined }),
    ],
  },
  'forbidden-burst': {
    seen: [auditEvent('person', 'get', pod, code(403))],
    unseen: [auditEvent('workload', 'get', pod, code(403)), auditEvent('person', 'get', pod, code(404))],
  },
  'unauthenticated-burst': {
    seen: [auditEvent('nobody', 'get', pod, code(401))],
    unseen: [auditEvent('person', 'get', pod, code(403))],
  },
  'cluster-admin-binding': {
    seen: [
      auditEvent('workload', 'patch', binding, bound('cluster-admin')),
      auditEvent(
        'person',
        'create',
        { ...binding, resource: 'rolebindings', namespace: 'shop' },
        bound('cluster-admin'),
      ),
    ],
    unseen: [
      auditEvent('person', 'create', binding, bound('view')),
      auditEvent('addonManager', 'update', binding, bound('cluster-admin')),
      dryRun(auditEvent('delivery', 'patch', binding, bound('cluster-admin'))),
      auditEvent('person', 'get', binding, bound('cluster-admin')),
    ],
  },
  'permissions-changed-by-people': {
    seen: [
      auditEvent('person', 'update', { ...binding, resource: 'clusterroles' }),
      auditEvent('person', 'deletecollection', { ...binding, resource: 'rolebindings', namespace: 'shop' }),
    ],
    unseen: [
      auditEvent('delivery', 'patch', binding),
      auditEvent('addonManager', 'patch', { ...binding, resource: 'clusterroles' }),
      auditEvent('apiserver', 'update', { ...binding, resource: 'clusterroles' }),
      dryRun(auditEvent('person', 'patch', binding)),
      auditEvent('person', 'update', binding, code(403)),
    ],
  },
  'webhook-changed': {
    seen: [auditEvent('person', 'update', webhook)],
    unseen: [auditEvent('workload', 'update', webhook), dryRun(auditEvent('person', 'patch', webhook))],
  },
  'admission-policy-changed': {
    seen: [auditEvent('person', 'delete', policy), auditEvent('person', 'patch', policy)],
    unseen: [auditEvent('person', 'get', policy), auditEvent('delivery', 'patch', policy)],
  },
  'kube-system-changed-by-people': {
    seen: [
      auditEvent('person', 'create', daemonSet, code(201)),
      auditEvent('person', 'patch', { resource: 'configmaps', namespace: 'kube-system', name: 'coredns' }),
    ],
    unseen: [
      auditEvent('addonManager', 'patch', daemonSet),
      auditEvent('person', 'create', { ...daemonSet, namespace: 'shop' }),
      auditEvent('person', 'get', daemonSet),
    ],
  },
  'audit-log-silent': {
    seen: [auditEvent('node', 'get', pod)],
    unseen: [{ ts: '2026-11-21T12:00:00Z', level: 'info', msg: 'a line of another log of the control plane' }],
  },
};

/** What a cluster with nobody at it does all day. */
const daily: Sample[] = [
  auditEvent('node', 'get', { resource: 'secrets', namespace: 'shop', name: 'db' }),
  auditEvent('node', 'create', token, code(201)),
  auditEvent('node', 'patch', { resource: 'nodes', subresource: 'status', name: 'ip-10-0-1-2' }),
  auditEvent('workload', 'watch', { resource: 'secrets', namespace: 'shop' }),
  auditEvent('workload', 'get', { resource: 'pods' }, code(403)),
  auditEvent('delivery', 'patch', webhook),
  auditEvent('delivery', 'patch', binding, bound('view')),
  dryRun(auditEvent('delivery', 'patch', binding, bound('cluster-admin'))),
  auditEvent('addonManager', 'patch', { apiGroup: RBAC, resource: 'clusterroles', name: 'eks:addon-manager' }),
  auditEvent('addonManager', 'patch', binding, bound('cluster-admin')),
  auditEvent('addonManager', 'patch', daemonSet),
  auditEvent('eventService', 'list', { resource: 'pods' }, { impersonatedUser: { username: 'eks:x' } }),
  auditEvent('apiserver', 'update', { apiGroup: RBAC, resource: 'clusterroles', name: 'admin' }),
  auditEvent('apiserver', 'update', { apiGroup: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-system' }),
  auditEvent('anonymous', 'get', { resource: 'x' }, { requestURI: '/readyz', objectRef: undefined }),
  auditEvent('person', 'list', { resource: 'pods' }),
  auditEvent('person', 'get', { ...pod, subresource: 'log' }),
];

const scope = { cluster: 'acme', productionNamespaces: [], trustedUsers: [] as string[] };

describe('audit patterns', () => {
  test.each(auditEvents.map((event) => [event.name, event] as const))(
    '%s sees what it must and nothing beside it',
    (name, { pattern }) => {
      const { seen = [], unseen = [] } = samples[name] ?? {};
      expect(seen.filter((event) => !matches(pattern(scope), event))).toEqual([]);
      expect(unseen.filter((event) => matches(pattern(scope), event))).toEqual([]);
      expect(Math.min(seen.length, unseen.length)).toBeGreaterThan(0);
    },
  );

  test.each(auditEvents.map((event) => [event.name, event] as const))(
    'the queries of %s find what raised it, and nothing beside it',
    (name, { look, kql: query }) => {
      const { seen = [], unseen = [] } = samples[name] ?? {};
      expect(seen.filter((event) => !insights(look, event) || !kql(query, event))).toEqual([]);
      // The name of the role holds the cluster's, which the queries leave out.
      const others = unseen.filter(({ user }) => !user?.username?.includes('not-acme-break-glass'));
      expect(others.filter((event) => insights(look, event) || kql(query, event))).toEqual([]);
    },
  );

  test.each(auditEvents.filter(({ name }) => name !== 'audit-log-silent').map((event) => [event.name, event] as const))(
    '%s is quiet while the cluster does its daily work',
    (_, { pattern }) => {
      expect(daily.filter((event) => matches(pattern(scope), event))).toEqual([]);
    },
  );

  test.each(auditEvents.map((event) => [event.name, event] as const))(
    '%s leaves room for three roles that are trusted',
    (_, { pattern }) => {
      const trustedUsers = Array.from(
        { length: 3 },
        () => `arn:aws:sts::111122223333:assumed-role/${'x'.repeat(40)}/*`,
      );
      expect(pattern({ ...scope, trustedUsers }).length).toBeLessThanOrEqual(1024);
    },
  );

  test('none negates a field an event may lack', () => {
    const negated = auditEvents.flatMap(({ pattern }) =>
      [...pattern(scope).matchAll(/(\S+) !=/g)].map(([, field]) => field),
    );
    expect([...new Set(negated)].sort()).toEqual(['$.requestURI', '$.user.username']);
  });
});

const observability = async (config: object = {}) =>
  (await face([audit], 'observability', { stage: 2, name: 'acme', audit: config })).resource;
const everything = { events: auditEvents.map(({ name }) => name) };

describe('audit alarms', () => {
  test('every event has a metric filter on the cluster log group and an alarm that speaks to the topic', async () => {
    const resource = await observability(everything);
    for (const { name, threshold } of auditEvents) {
      const id = `audit_${name.replaceAll('-', '_')}`;
      const filter = resource.aws_cloudwatch_log_metric_filter[id];
      const alarm = resource.aws_cloudwatch_metric_alarm[id];
      expect(filter.log_group_name).toBe('/aws/eks/acme/cluster');
      expect([alarm.namespace, alarm.metric_name]).toEqual([
        filter.metric_transformation.namespace,
        filter.metric_transformation.name,
      ]);
      expect(alarm.threshold).toBe(threshold);
      expect(alarm.alarm_actions).toEqual(['${aws_sns_topic.audit.arn}']);
    }
  });

  test('an event that is left out has neither', async () => {
    const resource = await observability({ events: ['anonymous-access'] });
    expect(Object.keys(resource.aws_cloudwatch_metric_alarm)).toEqual(['audit_anonymous_access']);
    expect(Object.keys(resource.aws_cloudwatch_log_metric_filter)).toEqual(['audit_anonymous_access']);
  });

  test('production namespaces narrow exec, and nothing else', async () => {
    const wide = await observability();
    const narrow = await observability({ productionNamespaces: ['shop', 'billing'] });
    const pattern = (resource: any, id: string) => resource.aws_cloudwatch_log_metric_filter[id].pattern;
    expect(pattern(narrow, 'audit_exec_into_production')).toContain(
      '($.objectRef.namespace = "shop" || $.objectRef.namespace = "billing")',
    );
    expect(pattern(wide, 'audit_exec_into_production')).not.toContain('$.objectRef.namespace');
    expect(pattern(narrow, 'audit_webhook_changed')).toBe(pattern(wide, 'audit_webhook_changed'));
  });

  test('what is noisy is off until asked for', async () => {
    const resource = await observability();
    const quiet = auditEvents.filter(({ byDefault }) => byDefault === false).map(({ name }) => name);
    expect(quiet).toEqual(['unauthenticated-burst']);
    expect(Object.keys(resource.aws_cloudwatch_metric_alarm)).toHaveLength(auditEvents.length - quiet.length);
    expect(resource.aws_cloudwatch_metric_alarm.audit_unauthenticated_burst).toBeUndefined();
  });

  test('cost what the README says', () => {
    const count = auditEvents.filter(({ byDefault }) => byDefault !== false).length;
    const readme = readFileSync(join(__dirname, '../../../../stages/2-team-adoption/README.md'), 'utf8');
    expect([count, readme]).toEqual([14, expect.stringContaining(`${(count * 0.4).toFixed(2)} USD for the fourteen`)]);
  });

  test('a count alarms on what is there, silence on what is not', async () => {
    const { aws_cloudwatch_metric_alarm: alarms } = await observability();
    expect(alarms.audit_impersonation).toMatchObject({
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      evaluation_periods: 1,
      period: 300,
      statistic: 'Sum',
      treat_missing_data: 'notBreaching',
    });
    expect(alarms.audit_audit_log_silent).toMatchObject({
      comparison_operator: 'LessThanThreshold',
      evaluation_periods: 3,
      period: 300,
      threshold: 1,
      treat_missing_data: 'breaching',
    });
  });

  test('trusted users pass unnoticed where they are trusted, by session or by role', async () => {
    const filters = async (user: string) =>
      (await observability({ trustedUsers: [user] })).aws_cloudwatch_log_metric_filter;
    const change = auditEvent('pipeline', 'patch', webhook);
    for (const user of ['GitHubActions', '*']) {
      const { audit_webhook_changed, audit_forbidden_burst } = await filters(
        `arn:aws:sts::111122223333:assumed-role/deploy/${user}`,
      );
      expect(matches(audit_webhook_changed.pattern, change)).toBe(false);
      expect(matches(audit_webhook_changed.pattern, auditEvent('person', 'patch', webhook))).toBe(true);
      expect(matches(audit_forbidden_burst.pattern, auditEvent('pipeline', 'get', pod, code(403)))).toBe(true);
    }
  });

  test('an asterisk anywhere but at the end is refused, since CloudWatch takes it for itself', async () => {
    const { message } = await synth({ stage: 2, audit: { trustedUsers: ['arn:*:deploy'] } }).catch((error) => error);
    expect(message).toContain('audit.trustedUsers.0');
    expect(message).toContain('a user name as the audit log writes it; an asterisk at its end stands for the rest');
  });

  test.each([
    ['productionNamespaces', 'exec-into-production', 'somebody opened a shell or a tunnel into a pod', 20],
    ['trustedUsers', 'secrets-read-by-people', 'a person read secrets', 10],
  ])('%s that make a pattern longer than CloudWatch takes are refused', async (key, name, title, count) => {
    const values = Array.from({ length: count }, (_, i) =>
      `a-rather-long-name-of-${key.toLowerCase()}-${i}`.padEnd(60, 'x'),
    );
    const { message } = await synth({ stage: 2, audit: { events: [name], [key]: values } }).catch((error) => error);
    expect(message.split('\n').filter((line: string) => !line.startsWith('  got:'))).toEqual([
      `audit.${key}: the pattern of ${name} (${title}) becomes longer than the 1024 characters CloudWatch takes`,
      '  next:    name fewer productionNamespaces or trustedUsers',
    ]);
  });

  test('the topic is encrypted, and only CloudWatch of this account publishes to it', async () => {
    const document = await face([audit], 'observability', { stage: 2, audit: { emails: ['sre@acme.io'] } });
    expect(document.resource.aws_sns_topic.audit.kms_master_key_id).toBe('${aws_kms_key.audit.arn}');
    const [alarms] = document.data.aws_iam_policy_document.audit_topic.statement;
    expect(alarms.principals).toEqual([{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }]);
    expect(alarms.condition).toEqual([
      { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] },
    ]);
    expect(document.resource.aws_sns_topic_subscription.audit_sre_acme_io.endpoint).toBe('sre@acme.io');
  });

  test('the runbook has a section for every event in force', async () => {
    const files = await starterFiles({
      stage: 2,
      name: 'acme',
      audit: { events: ['anonymous-access', 'forbidden-burst'] },
    });
    const page = files.find(({ path }) => path === 'runbooks/audit-alarms.md');
    expect(page?.text.match(/^## .*/gm)).toEqual([
      '## Somebody without credentials was let in',
      '## Many requests of people were refused',
    ]);
    expect(page?.text).toContain('/aws/eks/acme/cluster');
  });
});
