import {
  budgetedSeries,
  cardinalityBudget,
  prometheusConfig,
  seriesCapacity,
} from '../../../../stages/2-team-adoption/prometheus';
import { memoryFor } from '../../../../stages/2-team-adoption/prometheus/budget';
import { declaredJob } from '../../../../stages/2-team-adoption/prometheus/jobs-declared';
import { faultsOf, object, rendered } from '../support/rendered';

const target = {
  job: 'vault',
  namespace: 'vault',
  service: 'vault-metrics',
  port: 'metrics',
  sampleLimit: 500,
  targetLimit: 3,
  podLabels: { app: 'vault' },
  containerPort: 8200,
} as const;

describe('a declared target', () => {
  test('is found through its endpoint slices, by service and port, and labelled with where it is', () => {
    const job: any = declaredJob(target, 30);
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'endpointslice', namespaces: { names: ['vault'] } }]);
    expect(job.relabel_configs[0]).toEqual({
      source_labels: ['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'],
      regex: 'vault-metrics;metrics',
      action: 'keep',
    });
    expect(job.relabel_configs.slice(1).map((r: any) => r.target_label)).toEqual([
      'namespace',
      'service',
      'pod',
      'node',
    ]);
    expect(job).toMatchObject({ job_name: 'vault', sample_limit: 500, target_limit: 3 });
    expect(Object.keys(job)).not.toContain('scheme');
  });

  test('keeps its own labels when it speaks of others', () => {
    const job: any = declaredJob({ ...target, honorLabels: true }, 30);
    expect(job.honor_labels).toBe(true);
    expect(job.relabel_configs).toHaveLength(1);
  });

  test('on every node gets the limit of nodes', () => {
    expect(declaredJob({ ...target, targetLimit: 'nodes' }, 12).target_limit).toBe(12);
  });

  test('is never given longer than its interval to answer', () => {
    expect(declaredJob({ ...target, intervalSeconds: 5 }, 30)).toMatchObject({
      scrape_interval: '5s',
      scrape_timeout: '5s',
    });
    expect(declaredJob({ ...target, intervalSeconds: 60 }, 30).scrape_timeout).toBe('10s');
  });

  test('over https is checked against its authority, with credentials read from files', () => {
    const job = declaredJob(
      {
        ...target,
        scheme: 'https',
        path: '/v1/sys/metrics',
        tls: { caFile: '/etc/prometheus/secrets/vault/ca.crt', serverName: 'vault.vault.svc' },
        authorization: { credentialsFile: '/etc/prometheus/secrets/vault/token' },
      },
      30,
    );
    expect(job).toMatchObject({
      scheme: 'https',
      metrics_path: '/v1/sys/metrics',
      tls_config: { ca_file: '/etc/prometheus/secrets/vault/ca.crt', server_name: 'vault.vault.svc' },
      authorization: { type: 'Bearer', credentials_file: '/etc/prometheus/secrets/vault/token' },
    });
  });
});

describe('jobs', () => {
  const named = async (raw: object = {}) => {
    const { configuration } = await rendered({ prometheus: raw });
    return new Map<string, any>(configuration.scrape_configs.map((job: any) => [job.job_name, job]));
  };

  test('cover the cluster, its nodes and what components declare', async () => {
    expect([...(await named()).keys()]).toEqual(
      expect.arrayContaining([
        'apiserver',
        'kube-controller-manager',
        'kube-scheduler',
        'coredns',
        'kubelet',
        'kubelet-cadvisor',
        'kubelet-probes',
        'vpc-cni',
        'annotated-pods',
        'annotated-services',
        'prometheus',
        'alertmanager',
        'kube-state-metrics',
        'kube-state-metrics-self',
        'node-exporter',
      ]),
    );
  });

  test('have names of their own', async () => {
    const { configuration } = await rendered();
    const names = configuration.scrape_configs.map((job: any) => job.job_name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('control plane and annotations can be left out, with the rights they need', async () => {
    const jobs = [...(await named({ controlPlane: false, annotations: { enabled: false } })).keys()];
    for (const gone of ['kube-scheduler', 'kube-controller-manager', 'annotated-pods', 'annotated-services'])
      expect(jobs).not.toContain(gone);
    const { synthesis } = await rendered({ prometheus: { controlPlane: false, annotations: { enabled: false } } });
    const role = object(synthesis, 'ClusterRole', 'prometheus');
    expect(JSON.stringify(role)).not.toContain('metrics.eks.amazonaws.com');
    expect(() => object(synthesis, 'ClusterRoleBinding', 'prometheus-discovery')).toThrow('no ClusterRoleBinding');
    expect(object(synthesis, 'RoleBinding', 'prometheus-discovery', 'monitoring').roleRef.kind).toBe('ClusterRole');
    expect(object(synthesis, 'RoleBinding', 'prometheus-discovery', 'kube-system').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' },
    ]);
  });

  test('certificates are verified unless the kubelets sign their own', async () => {
    for (const job of (await named()).values()) expect(job.tls_config?.insecure_skip_verify).toBeUndefined();
    const job = (await named({ verifyKubelets: false })).get('kubelet');
    expect(job.tls_config).toEqual({ insecure_skip_verify: true });
  });

  test('cAdvisor times are not believed, and series without a pod are dropped', async () => {
    const job = (await named()).get('kubelet-cadvisor');
    expect(job.honor_timestamps).toBe(false);
    expect(job.metric_relabel_configs).toContainEqual({
      source_labels: ['__name__', 'pod'],
      regex: 'container_.*;',
      action: 'drop',
    });
  });

  test('annotated targets need the label of their namespace', async () => {
    const jobs = await named();
    for (const name of ['annotated-pods', 'annotated-services'])
      expect(jobs.get(name).relabel_configs).toContainEqual({
        source_labels: ['__meta_kubernetes_namespace_label_stagecraft_io_scrape'],
        regex: 'annotated',
        action: 'keep',
      });
  });
});

test('an annotated service is scraped at its own ports, not at every port of its pods', async () => {
  const { configuration } = await rendered();
  const job = configuration.scrape_configs.find(({ job_name }: any) => job_name === 'annotated-services');
  expect(job.relabel_configs).toContainEqual({
    source_labels: ['__meta_kubernetes_endpointslice_port', '__meta_kubernetes_service_annotation_prometheus_io_port'],
    regex: '.*[0-9].*',
    action: 'keep',
  });
});

describe('the cardinality budget', () => {
  test.each([2, 5])('at stage %d: every job has one, and the memory holds their sum', async (stage) => {
    const { configuration, memoryGiB } = await rendered({ stage });
    const jobs = configuration.scrape_configs;
    for (const { sample_limit, target_limit } of jobs) {
      expect(sample_limit).toBeGreaterThan(0);
      expect(target_limit).toBeGreaterThan(0);
    }
    expect(configuration.global).toMatchObject({ label_limit: 40, label_value_length_limit: 1024 });
    expect(budgetedSeries(jobs)).toBeLessThanOrEqual(seriesCapacity(memoryGiB));
  });

  test('is what Prometheus enforces: limit of samples times limit of targets', () => {
    const jobs = [{ job_name: 'a', sample_limit: 1000, target_limit: 30 }];
    expect(cardinalityBudget(jobs)).toEqual([{ job: 'a', targets: 30, samplesPerTarget: 1000, series: 30_000 }]);
    expect(budgetedSeries(jobs)).toBe(31_500);
  });

  test('decides the memory where none is given, in steps of two', async () => {
    expect(seriesCapacity(8)).toBe(1_006_632);
    expect(memoryFor([{ job_name: 'a', sample_limit: 1, target_limit: 1 }])).toBe(2);
    expect(memoryFor([{ job_name: 'a', sample_limit: 100_000, target_limit: 10 }])).toBe(10);
    const larger = await rendered({ prometheus: { maxNodes: 200 } });
    expect(larger.memoryGiB).toBeGreaterThan((await rendered()).memoryGiB);
  });

  test('does not fit into a memory that is too small', () => {
    const faults = faultsOf({ stage: 2, prometheus: { memoryGiB: 2 } });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      where: 'prometheus.memoryGiB',
      next: 'raise it, leave it out, or lower maxNodes or the annotation limits',
    });
    expect(faults[0]?.what).toMatch(/^2 GiB hold 251658 series, the scrape jobs may bring \d+$/);
  });

  test('is stated where people read about the configuration', () => {
    const { shape } = prometheusConfig as any;
    expect(shape.memoryGiB.description).toContain('cardinality budget');
    expect(shape.maxNodes.description).toContain('target limit');
  });
});

describe('EKS Auto Mode, whose nodes bring DNS and network plugin themselves', () => {
  const auto = { cluster: { compute: { type: 'auto' } } };

  test('has neither their jobs, nor a way to them, nor alerts that could never end', async () => {
    const { configuration, rules, synthesis } = await rendered(auto);
    const jobs = configuration.scrape_configs.map(({ job_name }: any) => job_name);
    expect(jobs).toContain('kubelet');
    expect(jobs).not.toContain('coredns');
    expect(jobs).not.toContain('vpc-cni');
    const text = Object.values(rules).join();
    for (const alert of ['DnsDown', 'DnsFails', 'PodAddressesRunOut', 'NodeAddressesNearlyUsed'])
      expect(text).not.toContain(`alert: ${alert}\n`);
    expect(text).toContain('alert: NodeNetworkErrors\n');
    const egress = JSON.stringify(object(synthesis, 'NetworkPolicy', 'prometheus', 'monitoring').spec.egress);
    expect(egress).not.toContain('9153');
    expect(egress).not.toContain('61678');
  });
});

test('what says no Content-Type of its own is read as text', async () => {
  const { configuration } = await rendered();
  const fallback = configuration.scrape_configs
    .filter(({ fallback_scrape_protocol }: any) => fallback_scrape_protocol === 'PrometheusText0.0.4')
    .map(({ job_name }: any) => job_name);
  expect(fallback).toEqual(['kube-controller-manager', 'kube-scheduler', 'annotated-pods', 'annotated-services']);
});

describe('cAdvisor', () => {
  const kept = async (series: Record<string, string>) => {
    const { configuration } = await rendered();
    const job = configuration.scrape_configs.find(({ job_name }: any) => job_name === 'kubelet-cadvisor');
    return job.metric_relabel_configs.every(({ source_labels, regex }: any) => {
      const value = source_labels.map((label: string) => series[label] ?? '').join(';');
      return !new RegExp(`^(?:${regex})$`).test(value);
    });
  };
  const received = { __name__: 'container_network_receive_bytes_total', namespace: 'shop', pod: 'web' };

  test('shows the network of a pod, and of a pod on its node the interfaces of the node alone', async () => {
    expect(await kept({ ...received, interface: 'eth0' })).toBe(true);
    expect(await kept({ ...received, interface: 'ens5' })).toBe(true);
    for (const other of ['eni0123456789a', 'veth12', 'lo', 'pod-id-link0'])
      expect(await kept({ ...received, interface: other })).toBe(false);
  });

  test('says of a container what nobody else knows, and of the cgroup of its pod nothing', async () => {
    const memory = { __name__: 'container_memory_working_set_bytes', namespace: 'shop', pod: 'web' };
    expect(await kept({ ...memory, container: 'web' })).toBe(true);
    expect(await kept({ ...memory, container: '' })).toBe(false);
    const pressure = { ...memory, __name__: 'container_pressure_memory_stalled_seconds_total' };
    expect(await kept({ ...pressure, container: 'web' })).toBe(true);
    expect(await kept({ ...pressure, container: '' })).toBe(false);
    expect(await kept({ ...memory, __name__: 'container_spec_memory_limit_bytes', container: 'web' })).toBe(false);
  });
});
