import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { RawConfig } from '../../src/config';
import { judged, pass, run } from './support/judges';
import { alertmanagerFolder, monitoringFiles, prometheusFolder } from './support/monitoring';

const [certificate = ''] = rootCertificates;
const secret = (name: string) => ({ name, key: 'value' });

/** Every receiver, a team with its own, mute windows, and remote writes of both kinds. */
const everything = {
  teams: { platform: '@acme/platform', shop: '@acme/shop' },
  prometheus: {
    externalLabels: { site: 'a$b' },
    remoteWrite: [
      {
        name: 'central',
        url: 'https://metrics.example.com/write',
        basicAuth: { username: 'acme', password: secret('central') },
      },
      { name: 'other', url: 'https://other.example.com/write', bearerToken: secret('other'), keep: 'up|ALERTS' },
    ],
    amazonManagedPrometheus: { enabled: true, workspaceId: 'ws-11111111-2222-3333-4444-555555555555' },
  },
  alertmanager: {
    receivers: {
      pager: { pagerduty: { routingKey: secret('pagerduty') } },
      chat: { slack: { channel: '#ops', url: secret('slack') } },
      shop: {
        email: {
          to: ['shop@example.com'],
          from: 'alerts@example.com',
          smarthost: 'smtp.example.com:587',
          username: 'alerts',
          password: secret('smtp'),
        },
        webhook: { url: secret('webhook'), bearerToken: secret('webhook-token') },
      },
    },
    teams: { shop: { critical: 'shop', warning: 'shop' } },
    muteWindows: { nights: { from: '20:00', location: 'Europe/Berlin' } },
  },
};

const configurations: Readonly<Record<string, RawConfig>> = {
  defaults: {},
  everything,
  least: { prometheus: { controlPlane: false, annotations: { enabled: false } }, alertmanager: { replicas: 1 } },
  'stage 5': { stage: 5 },
};
const names = Object.keys(configurations);
const files = (name: string) => monitoringFiles(configurations[name] ?? {});

judged([{ name: 'promtool' }], 'promtool takes configuration, web configuration and rules', (promtool) => {
  test.each(names)('%s', async (name) => {
    const root = prometheusFolder(await files(name), certificate);
    const env = { ...process.env, POD_NAME: 'prometheus-0' };
    // Names of ours may be long; unknown fields, duplicates and expressions that cannot be parsed are fatal.
    await pass(promtool, ['check', 'config', '--lint=all', '--lint-fatal', `${root}/prometheus.yml`], { env });
    await pass(promtool, ['check', 'web-config', `${root}/web.yml`]);
  });

  test('and refuses a broken one', async () => {
    const root = prometheusFolder(await files('defaults'), certificate, (c) => ({ ...c, scrape_configs: 'none' }));
    expect((await run(promtool, ['check', 'config', `${root}/prometheus.yml`])).code).not.toBe(0);
  });
});

judged([{ name: 'amtool' }], 'amtool takes configuration, templates and routes', (amtool) => {
  test.each(names)('%s', async (name) => {
    const root = alertmanagerFolder(await files(name));
    await pass(amtool, ['check-config', '--enable-feature=utf8-strict-mode', `${root}/alertmanager.yml`]);
  });

  const routes: [string, string, Record<string, string>][] = [
    ['defaults', 'pager', { severity: 'critical', team: 'platform' }],
    ['defaults', 'chat', { severity: 'warning', team: 'platform' }],
    ['defaults', 'nobody', { severity: 'info', team: 'platform' }],
    ['defaults', 'chat', { alertname: 'NobodySaidHowBad' }],
    ['defaults', 'heartbeat', { alertname: 'Watchdog', severity: 'info', team: 'platform' }],
    ['everything', 'pager', { severity: 'critical', team: 'platform' }],
    ['everything', 'chat', { severity: 'warning', team: 'platform' }],
    ['everything', 'nobody', { severity: 'info', team: 'platform' }],
    ['everything', 'shop', { severity: 'critical', team: 'shop' }],
    ['everything', 'shop', { severity: 'warning', team: 'shop' }],
    ['everything', 'nobody', { severity: 'info', team: 'shop' }],
    ['everything', 'shop', { team: 'shop' }],
    ['everything', 'heartbeat', { alertname: 'Watchdog', team: 'shop' }],
  ];
  test.each(routes)('%s: routes end at %s for %j', async (name, expected, labels) => {
    const root = alertmanagerFolder(await files(name));
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const file = `--config.file=${root}/alertmanager.yml`;
    await pass(amtool, ['config', 'routes', 'test', file, `--verify.receivers=${expected}`, ...pairs]);
  });

  test('messages carry what fires, where, and the runbook', async () => {
    const root = alertmanagerFolder(await files('defaults'));
    const alert = (status: string, annotations: object) => ({
      status,
      labels: { alertname: 'VaultSealed', severity: 'critical', namespace: 'vault', team: 'platform' },
      annotations,
      generatorURL: 'http://prometheus/graph',
    });
    const data = join(root, 'data.json');
    const annotations = { summary: 'Vault is sealed', runbook_url: 'https://example.com/VaultSealed.md' };
    const { labels } = alert('firing', {});
    const all = {
      receiver: 'pager',
      status: 'firing',
      alerts: [alert('firing', annotations), alert('resolved', annotations)],
      groupLabels: { alertname: 'VaultSealed' },
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: 'https://alerts.example.com',
    };
    writeFileSync(data, JSON.stringify(all));
    const render = async (name: string) =>
      (
        await pass(amtool, [
          'template',
          'render',
          `--template.glob=${root}/templates/*.tmpl`,
          `--template.text={{ template "stagecraft.${name}" . }}`,
          `--template.data=${data}`,
        ])
      ).stdout.trim();
    expect(await render('title')).toBe('[CRITICAL] VaultSealed in vault');
    expect(await render('text')).toBe(
      [
        'Vault is sealed',
        'Runbook: https://example.com/VaultSealed.md',
        'Query: http://prometheus/graph',
        '',
        'Resolved:',
        'Vault is sealed',
        'Runbook: https://example.com/VaultSealed.md',
        'Query: http://prometheus/graph',
      ].join('\n'),
    );
    writeFileSync(
      data,
      JSON.stringify({ ...all, alerts: Array.from({ length: 14 }, () => alert('firing', annotations)) }),
    );
    const many = await render('text');
    expect(many.split('Vault is sealed')).toHaveLength(11);
    expect(many.endsWith('\nand 4 more')).toBe(true);
    writeFileSync(data, JSON.stringify(all));
    expect(await render('runbook')).toBe('https://example.com/VaultSealed.md');
    expect(await render('color')).toBe('danger');
    expect(await render('pagerduty.severity')).toBe('critical');
    expect(await render('silence')).toBe(
      'https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22VaultSealed%22%2Cnamespace%3D%22vault%22%2Cseverity%3D%22critical%22%2Cteam%3D%22platform%22%7D',
    );
  });
});
