import { catalog } from '../../../src/catalog';
import { resolve } from '../../../src/config';
import { component } from '../../../src/kit/contract';
import type { Monitoring } from '../../../src/kit/monitoring';
import { type Synthesis, synthesize } from '../../../src/operations/synthesize';
import { ladder } from '../../../stages';
import { object } from '../../support/synth';

const GATEWAY = { namespace: 'gateway', podLabels: { app: 'gateway' } };
const gatewayPods = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } },
  podSelector: { matchLabels: { app: 'gateway' } },
};
const balancer = { ipBlock: { cidr: '10.0.0.0/24' } };

/** Manifests of a ladder whose third stage brings one component more. */
function withComponent(monitoring: Monitoring, raw: object = {}): Promise<Synthesis> {
  const gateway = component({ name: 'gateway', title: '', summary: '', monitoring: () => monitoring });
  const longer = ladder.map((stage) =>
    stage.number === 3 ? { ...stage, components: [...stage.components, gateway] } : stage,
  );
  return synthesize(resolve(longer, { stage: 3, ...raw }, catalog), catalog, {
    terraform: false,
    kubernetes: true,
    files: false,
  });
}

/** Who may come in on a port of a system. */
function admitted(synthesis: Synthesis, system: string, port: number): unknown[] {
  return object(synthesis, 'NetworkPolicy', system)
    .spec.ingress.filter(({ ports }: any) => ports.some((one: any) => one.port === port))
    .flatMap(({ from }: any) => from);
}

describe.each([
  ['grafana', 3000, 'views'],
  ['prometheus', 9090, 'queries'],
  ['alertmanager', 9093, 'alerts'],
  ['kibana', 5601, 'searches'],
] as const)('%s', (system, port, said) => {
  test('lets in whom a component of a later stage names, pods or ranges', async () => {
    const synthesis = await withComponent({ [said]: [GATEWAY, { cidr: '10.0.0.0/24' }] });
    expect(admitted(synthesis, system, port)).toEqual(expect.arrayContaining([gatewayPods, balancer]));
  });

  test('lets in whom the configuration names', async () => {
    const clients = { clients: [GATEWAY], clientRanges: ['10.0.0.0/24'] };
    const synthesis = await withComponent({}, { [system]: clients });
    expect(admitted(synthesis, system, port)).toEqual(expect.arrayContaining([gatewayPods, balancer]));
  });

  test('lets in neither otherwise', async () => {
    const text = JSON.stringify(object(await withComponent({}), 'NetworkPolicy', system).spec);
    expect(text).not.toContain('"gateway"');
    expect(text).not.toContain('10.0.0.0/24');
  });
});
