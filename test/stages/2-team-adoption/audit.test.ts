import { auditEvents } from '../../../stages/2-team-adoption/audit';
import { stack, synth } from '../../support/synth';

const observability = async (audit: object = {}) =>
  stack(await synth({ stage: 2, name: 'acme', audit }), 'observability').resource;

const person = { username: 'arn:aws:sts::111122223333:assumed-role/dev/ann' };
const workload = { username: 'system:serviceaccount:shop:cart' };
const ok = { code: 200 };
/** An event each alarm must see, and one close to it that it must not. */
const samples: Record<string, { seen: object; unseen: object }> = {
  'anonymous-access': {
    seen: { user: { username: 'system:anonymous' }, requestURI: '/api/v1/pods', responseStatus: ok },
    unseen: { user: { username: 'system:anonymous' }, requestURI: '/livez?verbose', responseStatus: ok },
  },
  'exec-into-production': {
    seen: {
      user: person,
      verb: 'get',
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop' },
      responseStatus: { code: 101 },
    },
    unseen: {
      user: person,
      verb: 'get',
      objectRef: { resource: 'pods', subresource: 'log', namespace: 'shop' },
      responseStatus: ok,
    },
  },
  'secrets-read-by-people': {
    seen: { user: person, verb: 'list', objectRef: { resource: 'secrets' }, responseStatus: ok },
    unseen: { user: workload, verb: 'list', objectRef: { resource: 'secrets' }, responseStatus: ok },
  },
  'cluster-admin-binding': {
    seen: {
      user: workload,
      verb: 'patch',
      objectRef: { resource: 'clusterrolebindings' },
      responseStatus: ok,
      responseObject: { roleRef: { name: 'cluster-admin' } },
    },
    unseen: {
      user: person,
      verb: 'create',
      objectRef: { resource: 'clusterrolebindings' },
      responseStatus: ok,
      responseObject: { roleRef: { name: 'view' } },
    },
  },
  'break-glass-use': {
    seen: { user: { username: 'arn:aws:sts::111122223333:assumed-role/acme-break-glass/ann' }, verb: 'get' },
    unseen: { user: person, verb: 'get' },
  },
  'webhook-changed': {
    seen: {
      user: person,
      verb: 'update',
      objectRef: { resource: 'mutatingwebhookconfigurations' },
      responseStatus: ok,
    },
    unseen: {
      user: { username: 'system:serviceaccount:cert-manager:cainjector' },
      verb: 'update',
      objectRef: { resource: 'mutatingwebhookconfigurations' },
      responseStatus: ok,
    },
  },
  'audit-blinded': {
    seen: { user: person, verb: 'delete', objectRef: { resource: 'validatingadmissionpolicies' }, responseStatus: ok },
    unseen: { user: person, verb: 'get', objectRef: { resource: 'validatingadmissionpolicies' }, responseStatus: ok },
  },
  'token-issued-to-a-person': {
    seen: {
      user: person,
      verb: 'create',
      objectRef: { resource: 'serviceaccounts', subresource: 'token' },
      responseStatus: { code: 201 },
    },
    unseen: {
      user: { username: 'system:node:ip-10-0-0-1' },
      verb: 'create',
      objectRef: { resource: 'serviceaccounts', subresource: 'token' },
      responseStatus: { code: 201 },
    },
  },
  'forbidden-burst': {
    seen: { user: person, verb: 'get', responseStatus: { code: 403 } },
    unseen: { user: workload, verb: 'get', responseStatus: { code: 403 } },
  },
};

/** Reads a JSON filter pattern as CloudWatch documents it: a comparison with a field that is missing is false. */
function matches(pattern: string, event: object): boolean {
  const value = (path: string) => path.split('.').reduce<any>((at, key) => at?.[key], event);
  const holds = (_: string, path: string, operator: string, text: string | undefined, number: string | undefined) => {
    const got = value(path);
    if (got === undefined) return 'false';
    if (number !== undefined) return String(operator === '<' ? got < Number(number) : got === Number(number));
    const like = new RegExp(
      `^${(text ?? '')
        .split('*')
        .map((part) => part.replaceAll(/[.?^$+(){}|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    );
    return String(like.test(got) === (operator === '='));
  };
  const expression = pattern.slice(1, -1).replaceAll(/\$\.([\w.]+) (=|!=|<) (?:"([^"]*)"|(\d+))/g, holds);
  if (!/^[\s()&|truefals]+$/.test(expression)) throw new Error(`not understood: ${expression}`);
  return new Function(`return ${expression}`)();
}

describe('audit patterns', () => {
  test.each(auditEvents.map((event) => [event.name, event] as const))(
    '%s sees what it must and nothing beside it',
    (name, { pattern }) => {
      const scope = { cluster: 'acme', productionNamespaces: [], trustedUsers: [] };
      expect(matches(pattern(scope), samples[name]?.seen ?? {})).toBe(true);
      expect(matches(pattern(scope), samples[name]?.unseen ?? {})).toBe(false);
    },
  );
});

describe('audit alarms', () => {
  test('every event has a metric filter on the cluster log group and an alarm that speaks to the topic', async () => {
    const resource = await observability();
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

  test('trusted users may read secrets unnoticed', async () => {
    const resource = await observability({ trustedUsers: ['arn:aws:sts::111122223333:assumed-role/deploy/ci'] });
    expect(resource.aws_cloudwatch_log_metric_filter.audit_secrets_read_by_people.pattern).toContain(
      '$.user.username != "arn:aws:sts::111122223333:assumed-role/deploy/ci"',
    );
  });

  test('a list that makes a pattern longer than CloudWatch takes is refused', async () => {
    const productionNamespaces = Array.from({ length: 20 }, (_, i) => `a-rather-long-name-of-a-namespace-${i}`);
    const { message } = await synth({ stage: 2, audit: { productionNamespaces } }).catch((error) => error);
    expect(message.split('\n').filter((line: string) => !line.startsWith('  got:'))).toEqual([
      'audit.productionNamespaces: the pattern of exec-into-production (somebody opened a shell or a tunnel into a pod) becomes longer than the 1024 characters CloudWatch takes',
      '  next:    name fewer productionNamespaces or trustedUsers',
    ]);
  });

  test('the topic is encrypted, and only CloudWatch of this account publishes to it', async () => {
    const document = stack(await synth({ stage: 2, audit: { emails: ['sre@acme.io'] } }), 'observability');
    expect(document.resource.aws_sns_topic.audit.kms_master_key_id).toBe('${aws_kms_key.audit.arn}');
    const [alarms] = document.data.aws_iam_policy_document.audit_topic.statement;
    expect(alarms.principals).toEqual([{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }]);
    expect(alarms.condition).toEqual([
      { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] },
    ]);
    expect(document.resource.aws_sns_topic_subscription.audit_sre_acme_io.endpoint).toBe('sre@acme.io');
  });

  test('the runbook has a section for every event in force', async () => {
    const { files } = await synth({
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
