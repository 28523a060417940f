import { object, objects, rendered } from '../support/rendered';

const without = { cluster: { addons: { certManager: false } } };
/** All that asks for certificates has to go with it. */
const withoutUsers = Object.fromEntries(
  ['internalCa', 'logging', 'elasticsearch', 'kibana', 'fluentd', 'grafana'].map((key) => [key, { enabled: false }]),
);

const jobOf = ({ configuration }: any) =>
  configuration.scrape_configs.find(({ job_name }: any) => job_name === 'cert-manager');

describe('with the add-on cert-manager', () => {
  test('its controller is scraped, within limits, and certificates keep their own labels', async () => {
    const job = jobOf(await rendered());
    expect(job).toMatchObject({
      sample_limit: 5000,
      target_limit: 3,
      honor_labels: true,
      kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['cert-manager'] } }],
    });
    const [{ regex }] = job.relabel_configs;
    // Prometheus anchors the expression at both ends.
    const found = ['cert-manager;http-metrics', 'cert-manager;tcp-prometheus-servicemonitor', 'cert-manager;https'].map(
      (name) => new RegExp(`^(?:${regex})$`).test(name),
    );
    expect(found).toEqual([true, true, false]);
  });

  test('Prometheus may call it, and is let in', async () => {
    const { synthesis } = await rendered();
    const policy = object(synthesis, 'NetworkPolicy', 'scrape-cert-manager', 'cert-manager');
    expect(policy.spec).toMatchObject({ podSelector: {}, policyTypes: ['Ingress'] });
    expect(policy.spec.ingress[0].ports).toEqual([{ port: 9402, protocol: 'TCP' }]);
    const out = object(synthesis, 'NetworkPolicy', 'prometheus', 'monitoring').spec.egress;
    expect(out).toContainEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cert-manager' } }, podSelector: {} }],
      ports: [{ port: 9402, protocol: 'TCP' }],
    });
  });

  test('its alerts are there', async () => {
    const { rules } = await rendered();
    for (const alert of ['CertificateExpires', 'CertificateNotReady'])
      expect(Object.values(rules).join()).toContain(`alert: ${alert}\n`);
  });
});

test('without it there is neither job nor policy nor alert about it', async () => {
  const side = await rendered({ ...withoutUsers, ...without });
  expect(jobOf(side)).toBeUndefined();
  expect(Object.values(side.rules).join()).not.toContain('certmanager_');
  expect(objects(side.synthesis).filter(({ metadata }: any) => metadata.namespace === 'cert-manager')).toEqual([]);
});
