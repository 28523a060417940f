import { ladder } from '../../stages';
import { CHOICES } from '../support/resolved';
import { manifests, objects } from '../support/synth';

/** What docs/security-scans.md says of every pod, where a scanner asks for something else. */
describe('pods of the highest stage', () => {
  let pods: { name: string; spec: any }[];
  let containers: { name: string; container: any }[];

  beforeAll(async () => {
    const stage = ladder.at(-1)?.number;
    const choices = await Promise.all(CHOICES.map((choice) => manifests({ stage, ...choice })));
    const all = choices.flatMap((synthesis) => objects(synthesis));
    pods = all.flatMap(({ kind, metadata, spec }) => {
      const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
      return template?.spec?.containers ? [{ name: metadata.name, spec: template.spec }] : [];
    });
    containers = pods.flatMap(({ name, spec }) =>
      [...spec.containers, ...(spec.initContainers ?? [])].map((container) => ({
        name: `${name}/${container.name}`,
        container,
      })),
    );
  });

  test('what they write to their node is bounded without a limit of ephemeral storage', () => {
    const unbounded = pods.flatMap(({ name, spec }) =>
      (spec.volumes ?? [])
        .filter(({ emptyDir }: any) => emptyDir && !emptyDir.sizeLimit)
        .map((volume: any) => `${name}/${volume.name}`),
    );
    const writable = containers.filter(({ container }) => container.securityContext?.readOnlyRootFilesystem !== true);
    expect([...unbounded, ...writable.map(({ name }) => name)]).toEqual([]);
  });

  test('they ask for CPU without a limit, and for memory with one', () => {
    const wrong = containers.filter(
      ({ container: { resources } }) => !resources?.requests?.cpu || resources.limits?.cpu || !resources.limits?.memory,
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('a liveness probe that asks what readiness asks is the more patient one', () => {
    const hasty = containers.filter(({ container: { readinessProbe: ready, livenessProbe: alive } }) => {
      if (!ready || !alive) return false;
      return question(ready) === question(alive) && patience(alive) <= patience(ready);
    });
    expect(hasty.map(({ name }) => name)).toEqual([]);
  });

  test('they say what a cluster would decide otherwise', () => {
    const said = ['serviceAccountName', 'priorityClassName', 'terminationGracePeriodSeconds', 'enableServiceLinks'];
    const silent = pods.flatMap(({ name, spec }) =>
      said.filter((field) => spec[field] === undefined).map((field) => `${name}: ${field}`),
    );
    expect(silent).toEqual([]);
  });

  test('only pods that call the API server carry a token', () => {
    const carrying = pods.filter(({ spec }) => spec.automountServiceAccountToken !== false);
    expect([...new Set(carrying.map(({ name }) => name))].sort()).toEqual([
      'cluster-autoscaler',
      'elasticsearch-setup',
      'fluent-bit',
      'fluentd',
      'kube-state-metrics',
      'opensearch-setup',
      'prometheus',
    ]);
  });
});

function question({ httpGet, tcpSocket, exec }: any): string {
  return JSON.stringify({ httpGet, tcpSocket, exec });
}

/** Seconds of failure before it counts; Kubernetes' own defaults are 10 seconds and 3 times. */
function patience({ periodSeconds = 10, failureThreshold = 3 }: any): number {
  return periodSeconds * failureThreshold;
}
