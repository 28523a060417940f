import { load } from 'js-yaml';
import { DENIED_METRICS } from '../../../../stages/2-team-adoption/kube-state-metrics/resources';
import { rendered } from '../support/rendered';

/** Names a query reads: what stands outside of strings and braces and looks like a metric. */
function namesIn(expression: string): string[] {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').replaceAll(/\{[^}]*\}/g, '');
  return bare.match(/[a-z]+(?:_[a-z0-9]+){1,}/g) ?? [];
}

/** Agents that also run parts of an API server drop what that one says better; only names of their own count against them. */
const OWN_NAMES: Record<string, RegExp> = {
  kubelet: /^(kubelet|storage_operation|volume_manager|kubernetes_build)_/,
  'kube-controller-manager': /^(node_collector|cronjob_controller|job_controller|attachdetach_controller)_/,
  'kube-scheduler': /^scheduler_/,
};

test('no rule reads a series that its scrape job drops', async () => {
  const { configuration, rules } = await rendered({ stage: 5 });
  const drops = configuration.scrape_configs.flatMap((job: any) =>
    (job.metric_relabel_configs ?? [])
      .filter((step: any) => step.action === 'drop' && step.source_labels.join() === '__name__')
      .map((step: any) => ({ own: OWN_NAMES[job.job_name] ?? /^/, dropped: new RegExp(`^(?:${step.regex})$`) })),
  );
  const all: { own: RegExp; dropped: RegExp }[] = [
    ...drops,
    ...DENIED_METRICS.map((pattern) => ({ own: /^kube_/, dropped: new RegExp(pattern) })),
  ];
  expect(all.length).toBeGreaterThan(5);
  const read = Object.values(rules).flatMap((text) =>
    (load(text) as any).groups.flatMap((group: any) => group.rules.flatMap(({ expr }: any) => namesIn(expr))),
  );
  const lost = [...new Set(read)].filter((name) =>
    all.some(({ own, dropped }) => own.test(name) && dropped.test(name)),
  );
  expect(lost).toEqual([]);
});
