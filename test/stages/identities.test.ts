import { catalog } from '../../src/catalog';
import { type RawConfig, resolve } from '../../src/config';
import { roleName, type WorkloadIdentity } from '../../src/kit/identity';
import { ladder } from '../../stages';
import { CHOICES } from '../support/resolved';
import { objects, synth } from '../support/synth';

/** Identities of every component of a configuration, with the component's name. */
function identities(raw: RawConfig): { component: string; identity: WorkloadIdentity }[] {
  const resolved = resolve(ladder, raw, catalog);
  return resolved.components.flatMap((component) =>
    (component.identities?.(resolved.contextOf(component)) ?? []).map((identity) => ({
      component: component.name,
      identity,
    })),
  );
}

describe.each<[string, RawConfig]>([
  ['stage 5', { stage: 5 }],
  ...CHOICES.map((choice): [string, RawConfig] => [JSON.stringify(choice), { stage: 2, ...choice }]),
  ['Karpenter', { stage: 2, cluster: { compute: { type: 'karpenter' } } }],
  ['Auto Mode', { stage: 1, cluster: { compute: { type: 'auto' }, addons: { efsCsi: true } } }],
])('workload identities of %s', (_, raw) => {
  test('have a role in AWS and a service account in the cluster that agree', async () => {
    const synthesis = await synth(raw);
    const roles = synthesis.terraform.flatMap(({ document }: any) =>
      Object.values<any>(document.resource?.aws_iam_role ?? {}).map(({ name }) => name),
    );
    const accounts = objects(synthesis, 'ServiceAccount').map(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    );
    const missing = identities(raw).flatMap(({ component, identity }) => {
      const account = `${identity.namespace}/${identity.serviceAccount}`;
      return [
        ...(roles.includes(roleName('demo', identity)) ? [] : [`${component}: no role ${roleName('demo', identity)}`]),
        ...(identity.managed || accounts.includes(account) ? [] : [`${component}: no service account ${account}`]),
      ];
    });
    expect(missing).toEqual([]);
  });

  test('are one a service account, and have names of their own', () => {
    const all = identities(raw).map(({ identity }) => identity);
    const accounts = all.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
    expect(accounts).toEqual([...new Set(accounts)]);
    const names = all.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
