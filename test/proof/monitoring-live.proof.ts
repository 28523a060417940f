import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { toYaml } from '../../src/kit/yaml';
import { ruleFile } from '../../stages/2-team-adoption/prometheus/rule-file';
import { judged } from './support/judges';
import { alertmanagerFolder, type MonitoringFiles, monitoringFiles, prometheusFolder } from './support/monitoring';
import { answers, freePort, Processes, type RunningProgram, receiver, until } from './support/processes';

const [certificate = ''] = rootCertificates;
const RUNBOOKS = 'https://github.com/acme/platform/blob/HEAD/runbooks/alerts';

/** Short waits, by our own configuration; everything else as it comes. */
const CONFIG = {
  name: 'acme',
  prometheus: { evaluationIntervalSeconds: 10 },
  alertmanager: { replicas: 2, groupWaitSeconds: 1, groupIntervalMinutes: 1, heartbeat: { intervalMinutes: 1 } },
};

/** A rule file with an alert that fires, rendered as every other. */
function firing(name: string, severity: 'critical' | 'warning' | 'info', labels: Record<string, string> = {}): string {
  const alert = { alert: name, expr: 'vector(1)', severity, owner: 'platform', summary: `${name} fires` } as const;
  const group = { name, rules: [{ ...alert, description: 'A proof.', threshold: 'none', labels }] };
  return toYaml(ruleFile([group], RUNBOOKS));
}

judged(
  [{ name: 'prometheus' }, { name: 'alertmanager' }],
  'a real Prometheus and two real Alertmanagers with the rendered configuration',
  (prometheusProgram, alertmanagerProgram) => {
    const processes = new Processes();
    const servers: { close(): void }[] = [];
    afterAll(async () => {
      await processes.endAll();
      for (const server of servers) server.close();
    });

    test('an alert reaches its receivers, and losing one of two Alertmanagers loses nothing', async () => {
      const files = await monitoringFiles(CONFIG);
      const { url, messages, server } = await receiver();
      servers.push(server);
      const ports = [await freePort(), await freePort()];
      const [first, second] = await startAlertmanagers(files, url, ports);
      const rules = await startPrometheus(files, ports);
      const told = (alert: string) =>
        messages.filter(({ body }) => JSON.stringify(body).includes(`${alert} fires`)).map(({ path }) => path);

      // Neither interface can be shown inside another page.
      for (const port of ports)
        expect((await fetch(`http://127.0.0.1:${port}/`)).headers.get('x-frame-options')).toBe('deny');

      // The pager is PagerDuty and Slack.
      rules('before.yml', firing('BeforeTheLoss', 'critical'));
      await until('the first alert arrives', () => new Set(told('BeforeTheLoss')).size >= 2);
      const slack = messages.find(({ path }) => path === '/slack');
      expect(JSON.stringify(slack?.body)).toContain(`Runbook: ${RUNBOOKS}/BeforeTheLoss.md`);
      expect(slack?.body.attachments[0].title).toBe('[CRITICAL] BeforeTheLoss (acme)');
      const page = messages.find(({ path }) => path.includes('pagerduty'));
      expect(page?.body).toMatchObject({ event_action: 'trigger', payload: { severity: 'critical' } });

      // Information reaches nobody, and a warning only chat.
      rules('quiet.yml', firing('OnlyInformation', 'info'));
      rules('warning.yml', firing('OnlyChat', 'warning'));
      await until('the warning arrives', () => told('OnlyChat').length >= 1);

      // The member that speaks first is lost, as with its node; what fires then is told by the other.
      await first.kill();
      rules('after.yml', firing('AfterTheLoss', 'critical'));
      await until('the second alert arrives', () => new Set(told('AfterTheLoss')).size >= 2);
      expect(second.child.exitCode).toBeNull();

      await until('the heartbeat beats', () => messages.some(({ path }) => path === '/heartbeat'));
      // What Alertmanager promises is at least once, and nowhere else: a member that is lost, or slow, before it said what it told leaves
      // it to be told again.
      const reached = (alert: string) => [...new Set(told(alert))].sort();
      expect(reached('BeforeTheLoss')).toEqual(['/pagerduty', '/slack']);
      expect(reached('AfterTheLoss')).toEqual(['/pagerduty', '/slack']);
      expect(reached('OnlyChat')).toEqual(['/slack']);
      expect(reached('OnlyInformation')).toEqual([]);
      // Two members that did not know of each other would each have told these three.
      expect(told('BeforeTheLoss').length + told('OnlyChat').length).toBeLessThan(2 * 3);
    });

    async function startAlertmanagers(files: MonitoringFiles, url: string, ports: readonly number[]) {
      const secrets = {
        'alertmanager-slack/url': `${url}/slack`,
        'alertmanager-pagerduty/routing-key': '0123456789abcdef0123456789abcdef',
        'alertmanager-heartbeat/url': `${url}/heartbeat`,
      };
      // PagerDuty's own address is the only one that no Secret holds.
      const root = alertmanagerFolder(files, secrets, (c) => ({
        ...c,
        global: { ...c.global, pagerduty_url: `${url}/pagerduty` },
      }));
      const mesh = [await freePort(), await freePort()];
      const programs: RunningProgram[] = [];
      for (const [index, port] of ports.entries()) {
        const args = files.alertmanagerArguments
          .filter((argument) => !argument.startsWith('--cluster.peer='))
          .map((argument) =>
            argument
              .replace('/etc/alertmanager/config', root)
              .replace('=/alertmanager', `=${mkdtempSync(join(tmpdir(), 'stagecraft-alertmanager-'))}`)
              .replace('listen-address=:9093', `listen-address=127.0.0.1:${port}`)
              .replace('[$(POD_IP)]:9094', `127.0.0.1:${mesh[index]}`)
              .replace('$(POD_NAME)', `alertmanager-${index}`)
              .replace('start-delay=1m', 'start-delay=0s'),
          );
        const peers = mesh.map((peer) => `--cluster.peer=127.0.0.1:${peer}`);
        programs.push(processes.start(alertmanagerProgram ?? '', [...args, ...peers]));
      }
      for (const [index, port] of ports.entries()) {
        await ready(`Alertmanager ${index}`, `http://127.0.0.1:${port}/-/ready`, programs[index]);
        await until('the members have found each other', async () => {
          const status: any = await (await fetch(`http://127.0.0.1:${port}/api/v2/status`)).json();
          return status.cluster.status === 'ready' && status.cluster.peers.length === 2;
        });
      }
      const [one, two] = programs;
      if (!one || !two) throw new Error('two members were to be started');
      return [one, two] as const;
    }

    /** Starts it with every rendered rule; gives a function that adds a rule file, as a changed ConfigMap would. */
    async function startPrometheus(files: MonitoringFiles, alertmanagers: readonly number[]) {
      // There is no API server to discover in: each job stays, without targets; the Alertmanagers are both named.
      const root = prometheusFolder(files, certificate, (c) => ({
        ...c,
        scrape_configs: c.scrape_configs.map(({ kubernetes_sd_configs: _, ...job }: any) => ({
          ...job,
          static_configs: [],
        })),
        alerting: {
          ...c.alerting,
          alertmanagers: [
            { api_version: 'v2', static_configs: [{ targets: alertmanagers.map((port) => `127.0.0.1:${port}`) }] },
          ],
        },
      }));
      const port = await freePort();
      const args = files.prometheusArguments.map((argument) =>
        argument
          .replace('/etc/prometheus/config', root)
          .replace('=/prometheus', `=${mkdtempSync(join(tmpdir(), 'stagecraft-prometheus-'))}`)
          .replace('auto-reload-interval=30s', 'auto-reload-interval=1s'),
      );
      const program = processes.start(
        prometheusProgram ?? '',
        [...args, `--web.listen-address=127.0.0.1:${port}`, '--rules.alert.resend-delay=10s'],
        { POD_NAME: 'prometheus-0' },
      );
      await ready('Prometheus', `http://127.0.0.1:${port}/-/ready`, program);
      const loaded: any = await (await fetch(`http://127.0.0.1:${port}/api/v1/rules`)).json();
      expect(loaded.data.groups.length).toBeGreaterThanOrEqual(Object.keys(files.rules).length);
      return (name: string, text: string) => {
        // Whole or not at all, as the kubelet does it: a file that is read while it is written is a configuration that is refused.
        const path = join(root, 'rules', name);
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
      };
    }

    async function ready(name: string, url: string, program: RunningProgram | undefined) {
      await until(`${name} is ready`, () => {
        const { exitCode, signalCode, pid } = program?.child ?? {};
        if (pid === undefined || exitCode != null || signalCode != null)
          throw new Error(`${name} ended:\n${program?.log()}`);
        return answers(url);
      });
    }
  },
);
