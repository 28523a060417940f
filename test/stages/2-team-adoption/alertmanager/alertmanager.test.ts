import { load } from 'js-yaml';
import { faultsOf, kubernetes, object } from '../support/rendered';

async function rendered(alertmanager: object = {}, rest: object = {}) {
  const synthesis = await kubernetes({ alertmanager, ...rest });
  const statefulSet = object(synthesis, 'StatefulSet', 'alertmanager');
  const pod = statefulSet.spec.template.spec;
  const text = object(synthesis, 'ConfigMap', 'alertmanager-config').data['alertmanager.yml'];
  return {
    synthesis,
    statefulSet,
    pod,
    container: pod.containers[0],
    configuration: load(text) as any,
    policy: object(synthesis, 'NetworkPolicy', 'alertmanager').spec,
  };
}

const secret = (name: string) => ({ name, key: 'value' });

describe('routes', () => {
  test('go by severity; without one, an alert is a warning', async () => {
    const { route } = (await rendered()).configuration;
    expect(route).toMatchObject({
      receiver: 'chat',
      group_by: ['alertname', 'cluster', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '24h',
    });
    expect(route.routes.slice(1)).toEqual([
      { receiver: 'pager', matchers: ['severity="critical"'], repeat_interval: '4h' },
      { receiver: 'chat', matchers: ['severity="warning"'] },
      { receiver: 'nobody', matchers: ['severity="info"'] },
    ]);
  });

  test('a team has receivers of its own where it says so, and the others elsewhere', async () => {
    const { route } = (
      await rendered(
        {
          receivers: {
            pager: { slack: { channel: '#a', url: secret('a') } },
            chat: { slack: { channel: '#b', url: secret('a') } },
            shop: { slack: { channel: '#shop', url: secret('a') } },
          },
          teams: { shop: { warning: 'shop' } },
        },
        { teams: { platform: '@acme/platform', shop: '@acme/shop' } },
      )
    ).configuration;
    expect(route.routes[1]).toEqual({
      receiver: 'shop',
      matchers: ['team="shop"'],
      routes: [
        { receiver: 'pager', matchers: ['severity="critical"'], repeat_interval: '4h' },
        { receiver: 'shop', matchers: ['severity="warning"'] },
        { receiver: 'nobody', matchers: ['severity="info"'] },
      ],
    });
  });

  test('the heartbeat comes first and is repeated a little before its interval is over', async () => {
    const { route } = (await rendered({ heartbeat: { intervalMinutes: 1 } })).configuration;
    expect(route.routes[0]).toEqual({
      receiver: 'heartbeat',
      matchers: ['alertname="Watchdog"'],
      group_wait: '0s',
      group_interval: '1m',
      repeat_interval: '45s',
    });
  });

  test('timings are as given', async () => {
    const { route } = (
      await rendered({ groupWaitSeconds: 10, groupIntervalMinutes: 2, repeatHours: { critical: 1, warning: 12 } })
    ).configuration;
    expect(route).toMatchObject({ group_wait: '10s', group_interval: '2m', repeat_interval: '12h' });
    expect(route.routes[1].repeat_interval).toBe('1h');
  });

  test('mute windows hold back what is not critical', async () => {
    const { configuration } = await rendered({
      muteWindows: {
        nights: { from: '20:00', location: 'Europe/Berlin', weekdays: ['monday'], severities: ['warning'] },
      },
    });
    expect(configuration.time_intervals).toEqual([
      {
        name: 'nights',
        time_intervals: [
          {
            times: [{ start_time: '20:00', end_time: '24:00' }],
            weekdays: ['monday'],
            location: 'Europe/Berlin',
          },
        ],
      },
    ]);
    const [, critical, warning, info] = configuration.route.routes;
    expect([critical, warning, info].map((r: any) => r.mute_time_intervals)).toEqual([
      undefined,
      ['nights'],
      undefined,
    ]);
  });
});

describe('receivers', () => {
  const all = {
    everything: {
      slack: { channel: '#ops', url: secret('slack') },
      pagerduty: { routingKey: secret('pagerduty') },
      email: {
        to: ['ops@example.com', 'night@example.com'],
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        username: 'alerts',
        password: secret('smtp'),
      },
      webhook: { url: secret('webhook'), port: 8443, bearerToken: secret('webhook-token') },
    },
  };
  const routes = { critical: 'everything', warning: 'everything' };

  test('of every kind read their credentials from files', async () => {
    const { configuration, pod, container } = await rendered({ receivers: all, routes });
    const [, , receiver] = configuration.receivers;
    expect(receiver.slack_configs[0]).toMatchObject({
      api_url_file: '/etc/alertmanager/secrets/slack/value',
      channel: '#ops',
      send_resolved: true,
    });
    expect(receiver.pagerduty_configs[0].routing_key_file).toBe('/etc/alertmanager/secrets/pagerduty/value');
    expect(receiver.email_configs[0]).toMatchObject({
      to: 'ops@example.com, night@example.com',
      require_tls: true,
      auth_password_file: '/etc/alertmanager/secrets/smtp/value',
    });
    expect(receiver.webhook_configs).toEqual([
      {
        url_file: '/etc/alertmanager/secrets/webhook/value',
        send_resolved: true,
        http_config: { authorization: { credentials_file: '/etc/alertmanager/secrets/webhook-token/value' } },
      },
    ]);
    const names = ['alertmanager-heartbeat', 'pagerduty', 'slack', 'smtp', 'webhook', 'webhook-token'];
    expect(pod.volumes.flatMap((v: any) => v.secret ?? [])).toEqual(
      names.map((secretName) => ({ secretName, optional: true, defaultMode: 0o440 })),
    );
    expect(container.volumeMounts.map((m: any) => m.mountPath)).toEqual(
      expect.arrayContaining(names.map((name) => `/etc/alertmanager/secrets/${name}`)),
    );
  });

  test('decide which ports are open to the outside', async () => {
    const ports = async (alertmanager: object) =>
      (await rendered(alertmanager)).policy.egress.at(-1).ports.map(({ port }: any) => port);
    expect(await ports({})).toEqual([443]);
    expect(await ports({ receivers: all, routes })).toEqual([443, 587, 8443]);
  });

  test('two are always there: the heartbeat, and the one that reaches nobody', async () => {
    const { receivers } = (await rendered()).configuration;
    expect(receivers.slice(0, 2)).toEqual([
      { name: 'nobody' },
      {
        name: 'heartbeat',
        webhook_configs: [
          { url_file: '/etc/alertmanager/secrets/alertmanager-heartbeat/url', send_resolved: false, max_alerts: 1 },
        ],
      },
    ]);
  });

  test('every name that is used is one that is there', () => {
    expect(
      faultsOf({
        stage: 2,
        alertmanager: {
          receivers: { chat: { slack: { channel: '#a', url: secret('a') } }, empty: {}, nobody: {} },
          teams: { shop: { info: 'shop' } },
          muteWindows: { nights: { from: '20:00', to: '06:00' } },
        },
      }),
    ).toEqual([
      {
        where: 'alertmanager.receivers.empty',
        what: 'a receiver reaches nobody',
        allowed: 'slack, pagerduty, email, webhook',
        next: 'add one, or route to nobody',
      },
      {
        where: 'alertmanager.receivers.nobody',
        what: 'nobody is a receiver of ours',
        next: 'take another name',
      },
      {
        where: 'alertmanager.routes.critical',
        what: 'there is no receiver pager',
        allowed: 'nobody, chat, empty',
        next: 'add it to alertmanager.receivers, or name another',
      },
      {
        where: 'alertmanager.teams.shop',
        what: 'there is no team shop',
        allowed: 'platform',
        next: 'add it to teams, so that alerts and files have an owner',
      },
      {
        where: 'alertmanager.teams.shop.info',
        what: 'there is no receiver shop',
        allowed: 'nobody, chat, empty',
        next: 'add it to alertmanager.receivers, or name another',
      },
      {
        where: 'alertmanager.muteWindows.nights',
        what: 'a window from 20:00 to 06:00 is empty',
        next: 'a window over midnight is two windows',
      },
    ]);
  });
});

describe('inhibition', () => {
  test('the more urgent alert silences the less urgent one about the same thing only', async () => {
    const [critical, warning] = (await rendered()).configuration.inhibit_rules;
    expect(critical).toMatchObject({
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"'],
    });
    expect(critical.equal).toEqual(
      expect.arrayContaining(['alertname', 'namespace', 'node', 'persistentvolumeclaim', 'mountpoint']),
    );
    expect(warning.target_matchers).toEqual(['severity=~"info"']);
  });
});

describe('the members', () => {
  test('are three on nodes and zones of their own, and know each other by name', async () => {
    const { statefulSet, pod, container, synthesis } = await rendered();
    expect(statefulSet.spec).toMatchObject({ replicas: 3, podManagementPolicy: 'Parallel', minReadySeconds: 15 });
    expect(pod.topologySpreadConstraints.every((c: any) => c.whenUnsatisfiable === 'DoNotSchedule')).toBe(true);
    expect(container.args.filter((a: string) => a.startsWith('--cluster.peer='))).toEqual(
      [0, 1, 2].map((i) => `--cluster.peer=alertmanager-${i}.alertmanager-members.monitoring.svc:9094`),
    );
    expect(container.args).toEqual(
      expect.arrayContaining(['--cluster.peer-name=$(POD_NAME)', '--cluster.label=acme/monitoring/alertmanager']),
    );
    expect(object(synthesis, 'Service', 'alertmanager-members').spec.publishNotReadyAddresses).toBe(true);
    expect(object(synthesis, 'PodDisruptionBudget', 'alertmanager').spec.maxUnavailable).toBe(1);
  });

  test('one alone does not gossip', async () => {
    const { container, synthesis } = await rendered({ replicas: 1 });
    expect(container.args.filter((a: string) => a.startsWith('--cluster'))).toEqual(['--cluster.listen-address=']);
    expect(() => object(synthesis, 'PodDisruptionBudget', 'alertmanager')).toThrow();
  });

  test('gossip over TCP and UDP, and are reached by Prometheus', async () => {
    const { policy } = await rendered();
    const mesh = [
      { port: 9094, protocol: 'TCP' },
      { port: 9094, protocol: 'UDP' },
    ];
    expect(policy.ingress.map((f: any) => f.ports)).toEqual([[{ port: 9093, protocol: 'TCP' }], mesh]);
    expect(policy.egress[0].ports).toEqual(mesh);
    expect(JSON.stringify(policy.ingress[0].from)).toContain('"app.kubernetes.io/name":"prometheus"');
  });

  test('are restarted by a new configuration, and by nothing else', async () => {
    const checksum = async (alertmanager: object) =>
      (await rendered(alertmanager)).statefulSet.spec.template.metadata.annotations['stagecraft.io/configuration'];
    const first = await checksum({});
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksum({ memoryMiB: 512 })).toBe(first);
    expect(await checksum({ groupWaitSeconds: 31 })).not.toBe(first);
  });

  test('have no access to the API, no capabilities, and memory limited to the request', async () => {
    const { pod, container } = await rendered({ memoryMiB: 300, cpu: '10m' });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsUser: 65534, runAsNonRoot: true });
    expect(container.securityContext.capabilities).toEqual({ drop: ['ALL'] });
    expect(container.resources).toEqual({ requests: { cpu: '10m', memory: '300Mi' }, limits: { memory: '300Mi' } });
  });

  test('keep silences on a volume of their own', async () => {
    const [claim] = (await rendered()).statefulSet.spec.volumeClaimTemplates;
    expect(claim.spec).toMatchObject({ storageClassName: 'gp3', resources: { requests: { storage: '1Gi' } } });
  });
});
