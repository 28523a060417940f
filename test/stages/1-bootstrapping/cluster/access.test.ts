import { catalog } from '../../../../src/catalog';
import { synthesize } from '../../../../src/operations/synthesize';
import { OPERATORS_GROUP, VIEWERS_GROUP } from '../../../../stages/1-bootstrapping';
import { resolved } from '../../../support/resolved';
import { faults, statements, terraform } from './support';

const role = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`;

describe('access entries', () => {
  test('admins get the policy, operators and viewers a group that RBAC binds', async () => {
    const { resource } = await terraform({
      access: {
        admins: [role('platform')],
        operators: [role('sre/on.call')],
        viewers: [role('auditors', '444455556666')],
      },
    });
    const { aws_eks_access_entry: entries, aws_eks_access_policy_association: policies } = resource;
    expect(Object.keys(entries)).toEqual([
      'admin_platform',
      'break_glass',
      'operator_on_call',
      'viewer_444455556666_auditors',
    ]);
    expect(entries.admin_platform.kubernetes_groups).toBeUndefined();
    expect(entries.operator_on_call.kubernetes_groups).toEqual([OPERATORS_GROUP]);
    expect(entries.viewer_444455556666_auditors.kubernetes_groups).toEqual([VIEWERS_GROUP]);
    expect(Object.keys(policies)).toEqual(['admin_platform', 'break_glass']);
    expect(policies.admin_platform).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      access_scope: { type: 'cluster' },
      depends_on: ['aws_eks_access_entry.admin_platform'],
    });
  });

  test('no group is one of the system', () => {
    expect([OPERATORS_GROUP, VIEWERS_GROUP].filter((group) => group.startsWith('system:'))).toEqual([]);
  });

  test('an identity provider of people has prefixes, so that it cannot name users of IAM', async () => {
    const { resource } = await terraform({
      access: { oidc: { issuer: 'https://login.example.com', clientId: 'kubernetes' } },
    });
    expect(resource.aws_eks_identity_provider_config.sso).toEqual({
      cluster_name: '${aws_eks_cluster.this.name}',
      oidc: {
        identity_provider_config_name: 'sso',
        issuer_url: 'https://login.example.com',
        client_id: 'kubernetes',
        username_claim: 'email',
        username_prefix: 'oidc:',
        groups_claim: 'groups',
        groups_prefix: 'oidc:',
      },
    });
  });

  test('a principal in two lists is refused', () => {
    expect(faults({ access: { admins: [role('platform')], viewers: [role('platform')] } })).toBe(
      [
        `cluster.access.viewers.0: ${role('platform')} is there already, or has the same name: access.admins.0`,
        '  allowed: each principal once: EKS has one access entry a principal',
        '  next:    leave it where it has the most rights',
      ].join('\n'),
    );
  });

  test('what is no ARN of a role or user is refused', () => {
    expect(faults({ access: { admins: ['arn:aws:sts::111122223333:assumed-role/platform/me'] } })).toContain(
      'not the ARN of an IAM role or user',
    );
  });
});

describe('break-glass', () => {
  test('is there from the start, and nobody can assume it', async () => {
    const document = await terraform();
    const { resource } = document;
    expect(resource.aws_iam_role.break_glass).toMatchObject({ name: 'demo-break-glass', max_session_duration: 3600 });
    expect(resource.aws_eks_access_policy_association.break_glass.principal_arn).toBe(
      '${aws_iam_role.break_glass.arn}',
    );
    expect(statements(document, 'break_glass_trust')).toEqual({
      Nobody: {
        sid: 'Nobody',
        effect: 'Deny',
        actions: ['sts:AssumeRole'],
        principals: [{ type: 'AWS', identifiers: ['*'] }],
      },
    });
  });

  const opened = { enabled: true, principals: ['arn:aws:iam::111122223333:user/emergency'] };

  test('one switch opens it to those named, with a second factor of the last hour', async () => {
    const { Emergency } = statements(await terraform({ access: { breakGlass: opened } }), 'break_glass_trust');
    expect(Emergency).toMatchObject({
      effect: 'Allow',
      principals: [{ type: 'AWS', identifiers: opened.principals }],
      condition: [
        { test: 'Bool', variable: 'aws:MultiFactorAuthPresent', values: ['true'] },
        { test: 'NumericLessThan', variable: 'aws:MultiFactorAuthAge', values: ['3600'] },
      ],
    });
  });

  test('the second factor can be left to the identity provider', async () => {
    const document = await terraform({ access: { breakGlass: { ...opened, requireMfa: false } } });
    expect(statements(document, 'break_glass_trust').Emergency.condition).toBeUndefined();
  });

  test('names without the switch change nothing', async () => {
    const document = await terraform({ access: { breakGlass: { principals: opened.principals } } });
    expect(Object.keys(statements(document, 'break_glass_trust'))).toEqual(['Nobody']);
  });

  test('the switch without names is refused', () => {
    expect(faults({ access: { breakGlass: { enabled: true } } })).toBe(
      [
        'cluster.access.breakGlass.principals: break-glass is switched on for nobody',
        '  allowed: at least one ARN of an IAM role or user',
        '  next:    name who may assume the emergency role, or set access.breakGlass.enabled to false',
      ].join('\n'),
    );
  });

  test('its assumption and its use are told to an encrypted topic', async () => {
    const { resource } = await terraform({ access: { breakGlass: { alarmEmails: ['on-call@example.com'] } } });
    const rule = resource.aws_cloudwatch_event_rule.break_glass;
    expect(rule.state).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(JSON.parse(rule.event_pattern).detail).toEqual({
      eventName: ['AssumeRole'],
      requestParameters: { roleArn: ['arn:aws:iam::111122223333:role/demo-break-glass'] },
    });
    expect(resource.aws_cloudwatch_log_metric_filter.break_glass).toMatchObject({
      log_group_name: '${aws_cloudwatch_log_group.cluster.name}',
      pattern: '{ $.user.username = "arn:aws:sts::111122223333:assumed-role/demo-break-glass/*" }',
    });
    expect(resource.aws_cloudwatch_metric_alarm.break_glass.alarm_actions).toEqual([
      '${aws_sns_topic.break_glass.arn}',
    ]);
    expect(resource.aws_sns_topic.break_glass.kms_master_key_id).toBe('${aws_kms_key.break_glass.arn}');
    expect(resource.aws_sns_topic_subscription.break_glass_on_call_example_com).toMatchObject({
      protocol: 'email',
      endpoint: 'on-call@example.com',
    });
  });
});

test('every role is bounded where the organization says so, and none otherwise', async () => {
  const permissionsBoundary = 'arn:aws:iam::111122223333:policy/edge';
  const wanted = { terraform: true, kubernetes: false, files: false };
  const roles = async (raw: object) =>
    (await synthesize(resolved({ stage: 2, ...raw }), catalog, wanted)).terraform.flatMap(({ document }: any) =>
      Object.values<any>(document.resource?.aws_iam_role ?? {}),
    );
  const bounded = await roles({ permissionsBoundary });
  expect(bounded.length).toBeGreaterThan(7);
  expect(new Set(bounded.map((role) => role.permissions_boundary))).toEqual(new Set([permissionsBoundary]));
  expect((await roles({})).some((role) => 'permissions_boundary' in role)).toBe(false);
});
