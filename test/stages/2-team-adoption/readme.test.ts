import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardinalityBudget } from '../../../stages/2-team-adoption';
import { WATCHED } from '../../../stages/2-team-adoption/kube-state-metrics';
import { object, rendered } from './support/rendered';

const text = readFileSync(join(__dirname, '../../../stages/2-team-adoption/README.md'), 'utf8');
const spaced = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');

test('the budget the page states is the one that is rendered', async () => {
  const { configuration } = await rendered();
  const budget = new Map(cardinalityBudget(configuration.scrape_configs).map((job) => [job.job, job]));
  const samples = (...jobs: string[]) => jobs.map((job) => spaced(budget.get(job)?.samplesPerTarget ?? 0)).join(' / ');
  for (const row of [
    `| apiserver | ${samples('apiserver')} | ${budget.get('apiserver')?.targets} |`,
    `| kubelet / kubelet-cadvisor / kubelet-probes | ${samples('kubelet', 'kubelet-cadvisor', 'kubelet-probes')} |`,
    `| vpc-cni | ${samples('vpc-cni')} |`,
    `| kube-controller-manager / kube-scheduler | ${samples('kube-controller-manager', 'kube-scheduler')} | 1 |`,
    `| coredns | ${samples('coredns')} | ${budget.get('coredns')?.targets} |`,
    `| prometheus / alertmanager | ${samples('prometheus', 'alertmanager')} |`,
    `(${samples('kube-state-metrics')}) / ${samples('kube-state-metrics-self')} | 1 / 2 |`,
    `(${samples('node-exporter')})`,
    `(${samples('annotated-pods')})`,
  ])
    expect(text).toContain(row);
});

test('the Secrets the page asks for are the ones that are mounted', async () => {
  const { synthesis } = await rendered();
  const { volumes } = object(synthesis, 'StatefulSet', 'alertmanager').spec.template.spec;
  const mounted = volumes.flatMap((volume: any) => volume.secret?.secretName ?? []);
  for (const name of mounted) expect(text).toContain(`| \`${name}\` |`);
});

test('the figures beside upstream are those of the pods', async () => {
  const { pod, container, synthesis } = await rendered();
  expect(text).toContain(`| grace period | ${pod.terminationGracePeriodSeconds} s |`);
  expect(text).toContain(
    `| startup probe | \`/-/ready\`, ${container.startupProbe.periodSeconds} s x ${container.startupProbe.failureThreshold} |`,
  );
  expect(text).toContain(`${WATCHED.length}, without |`);
  const exporter = object(synthesis, 'DaemonSet', 'node-exporter').spec.template.spec.containers[0];
  expect(text).toContain(
    `${exporter.resources.limits.memory.replace('Mi', ' Mi')} = limit; ${exporter.resources.requests.cpu}, no limit`,
  );
  for (const [, collector] of exporter.args.join(' ').matchAll(/--no-collector\.(\w+)/g))
    expect(text).toContain(collector);
});
