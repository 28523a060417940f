import { chartRoot, componentChart } from '../../../../src/kit/kubernetes';
import { Prometheus } from '../../../../stages/2-team-adoption/prometheus/server.k8s';
import { faultsOf, object, objects, rendered, stack, terraform } from '../support/rendered';

describe('the servers', () => {
  test('are two that share no node and no zone, start together and are taken away one at a time', async () => {
    const { statefulSet, pod, synthesis } = await rendered();
    expect(statefulSet.spec).toMatchObject({
      replicas: 2,
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    expect(pod.topologySpreadConstraints.map((c: any) => [c.topologyKey, c.whenUnsatisfiable])).toEqual([
      ['topology.kubernetes.io/zone', 'DoNotSchedule'],
      ['kubernetes.io/hostname', 'DoNotSchedule'],
    ]);
    expect(object(synthesis, 'PodDisruptionBudget', 'prometheus').spec.maxUnavailable).toBe(1);
  });

  test('one alone has no budget that would block every drain', async () => {
    const { synthesis } = await rendered({ prometheus: { replicas: 1 } });
    expect(() => object(synthesis, 'PodDisruptionBudget', 'prometheus')).toThrow();
  });

  test('keep blocks on an encrypted gp3 volume, up to four fifths of it', async () => {
    const { statefulSet, configuration } = await rendered({ prometheus: { volumeGiB: 50, retentionDays: 30 } });
    const [claim] = statefulSet.spec.volumeClaimTemplates;
    expect(claim.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp3',
      resources: { requests: { storage: '50Gi' } },
    });
    // Prometheus counts in powers of two: 40960 MB are 40 GiB.
    expect(configuration.storage.tsdb.retention).toEqual({ time: '30d', size: '40960MB' });
  });

  test('have time to read the WAL at the start and to write the head at the end', async () => {
    const { pod, container } = await rendered();
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect(startupProbe.httpGet.path).toBe('/-/ready');
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(900);
    expect(readinessProbe.httpGet.path).toBe('/-/ready');
    expect(livenessProbe.httpGet.path).toBe('/-/healthy');
    expect(pod.terminationGracePeriodSeconds).toBe(600);
  });

  test('open neither the admin API nor a way to reload or write from outside', async () => {
    const { args } = (await rendered()).container;
    expect(args).toContain('--config.auto-reload');
    for (const flag of ['admin-api', 'lifecycle', 'remote-write-receiver', 'otlp'])
      expect(args.join(' ')).not.toContain(flag);
    expect(args.join(' ')).not.toContain('retention');
  });

  test('mount directories, never single files, so that changes arrive', async () => {
    const { container } = await rendered();
    for (const mount of container.volumeMounts) expect(mount.subPath).toBeUndefined();
  });

  test('run as nobody, without capabilities, with memory limited to the request', async () => {
    const { pod, container } = await rendered({ prometheus: { memoryGiB: 16, cpu: '2' } });
    expect(pod.securityContext).toMatchObject({ runAsUser: 65534, fsGroup: 65534, runAsNonRoot: true });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(container.resources).toEqual({ requests: { cpu: '2', memory: '16Gi' }, limits: { memory: '16Gi' } });
    expect(pod.priorityClassName).toBe('platform-critical');
  });

  test('are reached by a Service that keeps a client with one of them', async () => {
    const { synthesis } = await rendered();
    expect(object(synthesis, 'Service', 'prometheus').spec.sessionAffinity).toBe('ClientIP');
    expect(object(synthesis, 'Service', 'prometheus-servers').spec.clusterIP).toBe('None');
  });
});

describe('the configuration', () => {
  test('tells the servers apart by a label that no alert carries', async () => {
    const { configuration } = await rendered({ prometheus: { externalLabels: { price: '$5' } } });
    expect(configuration.global.external_labels).toEqual({
      cluster: 'acme',
      price: '$$5',
      prometheus_replica: '${POD_NAME}',
    });
    expect(configuration.alerting.alert_relabel_configs).toEqual([
      { regex: 'prometheus_replica', action: 'labeldrop' },
    ]);
  });

  test('sends alerts to every Alertmanager, not to a Service in front of them', async () => {
    const [alertmanagers] = (await rendered()).configuration.alerting.alertmanagers;
    expect(alertmanagers.api_version).toBe('v2');
    expect(alertmanagers.relabel_configs[0].regex).toBe('alertmanager-members;web');
  });

  test('takes intervals as given', async () => {
    const { configuration } = await rendered({
      prometheus: { scrapeIntervalSeconds: 60, evaluationIntervalSeconds: 15 },
    });
    expect(configuration.global).toMatchObject({ scrape_interval: '60s', evaluation_interval: '15s' });
  });

  test('shows the interface in no frame', async () => {
    expect((await rendered()).web.http_server_config.headers['X-Frame-Options']).toBe('deny');
  });

  test('holds rules that fit into a ConfigMap', () => {
    const chart = componentChart(chartRoot(), 'prometheus');
    const build = () =>
      new Prometheus(chart, 'prometheus', {
        namespace: 'monitoring',
        image: 'prometheus:1',
        configuration: '',
        memoryGiB: 2,
        rules: { 'large.yml': 'x'.repeat(1_000_001) },
      });
    expect(build).toThrow('rules of 1000001 bytes do not fit into one ConfigMap (1000000)');
  });
});

describe('access', () => {
  test('is exactly what discovery and scrapes read, without nodes/proxy and without Secrets', async () => {
    const { synthesis } = await rendered();
    expect(object(synthesis, 'ClusterRole', 'prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
      { apiGroups: ['metrics.eks.amazonaws.com'], resources: ['kcm/metrics', 'ksh/metrics'], verbs: ['get'] },
    ]);
    expect(object(synthesis, 'ClusterRole', 'prometheus-discovery').rules).toEqual([
      { apiGroups: [''], resources: ['pods', 'services', 'namespaces'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
    ]);
  });

  test('every scraped pod network lets Prometheus in, and Prometheus may go there', async () => {
    const { synthesis } = await rendered();
    const egress = JSON.stringify(object(synthesis, 'NetworkPolicy', 'prometheus').spec.egress);
    const opened = objects(synthesis, 'NetworkPolicy').filter(({ metadata }) => metadata.name.startsWith('scrape-'));
    expect(opened.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['scrape-alertmanager', 'scrape-kube-state-metrics', 'scrape-prometheus']),
    );
    for (const { spec } of opened) {
      expect(egress).toContain(JSON.stringify(spec.podSelector));
      expect(spec.policyTypes).toEqual(['Ingress']);
      expect(spec.ingress[0].from).toEqual([
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
          podSelector: {
            matchLabels: { 'app.kubernetes.io/instance': 'prometheus', 'app.kubernetes.io/name': 'prometheus' },
          },
        },
      ]);
    }
  });

  test('no policy selects pods of Kubernetes itself: it would shut everybody else out', async () => {
    const { synthesis } = await rendered({ stage: 5 });
    const scraped = objects(synthesis, 'NetworkPolicy').filter(({ metadata }) => metadata.name.startsWith('scrape-'));
    for (const { metadata } of scraped) expect(['kube-system', 'default']).not.toContain(metadata.namespace);
  });

  test('nodes are reached at the ports that are scraped', async () => {
    const { synthesis } = await rendered({ nodeExporter: { port: 9200 } });
    const ports = object(synthesis, 'NetworkPolicy', 'prometheus').spec.egress.flatMap((flow: any) =>
      flow.ports.map(({ port }: any) => port),
    );
    expect(ports).toEqual(expect.arrayContaining([10250, 61678, 9200, 9153, 9093, 443]));
    expect(ports).not.toContain(9100);
  });
});

describe('remote write', () => {
  const endpoint = { name: 'central', url: 'https://metrics.example.com:8443/api/v1/write' };

  test('reads credentials from Secrets that may come later', async () => {
    const { configuration, pod } = await rendered({
      prometheus: {
        remoteWrite: [
          { ...endpoint, basicAuth: { username: 'acme', password: { name: 'central', key: 'password' } }, keep: 'up' },
          { name: 'other', url: 'https://other.example.com', bearerToken: { name: 'other', key: 'token' } },
        ],
      },
    });
    expect(configuration.remote_write[0]).toEqual({
      name: 'central',
      url: 'https://metrics.example.com:8443/api/v1/write',
      basic_auth: { username: 'acme', password_file: '/etc/prometheus/secrets/central/password' },
      queue_config: { max_shards: 50, max_samples_per_send: 2000, capacity: 10_000, retry_on_http_429: true },
      write_relabel_configs: [{ source_labels: ['__name__'], regex: 'up', action: 'keep' }],
    });
    expect(configuration.remote_write[1].authorization).toEqual({
      credentials_file: '/etc/prometheus/secrets/other/token',
    });
    expect(pod.volumes.filter((v: any) => v.secret)).toEqual([
      { name: 'secret-central', secret: { secretName: 'central', optional: true, defaultMode: 0o440 } },
      { name: 'secret-other', secret: { secretName: 'other', optional: true, defaultMode: 0o440 } },
    ]);
  });

  test('opens the port of the endpoint, and none without an endpoint', async () => {
    const open = async (prometheus: object) =>
      JSON.stringify(object((await rendered({ prometheus })).synthesis, 'NetworkPolicy', 'prometheus').spec.egress);
    expect(await open({ remoteWrite: [endpoint] })).toContain('8443');
    expect(await open({})).not.toContain('0.0.0.0/0');
  });

  test('endpoints have names of their own and one way to show who they are', () => {
    const secret = { name: 'central', key: 'token' };
    const both = { ...endpoint, basicAuth: { username: 'a', password: secret }, bearerToken: secret };
    expect(faultsOf({ stage: 2, prometheus: { remoteWrite: [endpoint, both] } })).toEqual([
      { where: 'prometheus.remoteWrite.1.name', what: 'endpoint central is there twice', next: 'rename one' },
      {
        where: 'prometheus.remoteWrite.1.bearerToken',
        what: 'an endpoint takes basicAuth or bearerToken, not both',
        next: 'remove one',
      },
    ]);
  });
});

describe('Amazon Managed Prometheus', () => {
  const workspaceId = 'ws-11111111-2222-3333-4444-555555555555';
  const enabled = { amazonManagedPrometheus: { enabled: true } };

  test('is not there by default', async () => {
    const synthesis = await terraform();
    expect(stack(synthesis, 'observability').resource.aws_prometheus_workspace).toBeUndefined();
  });

  test('is a workspace with its own key and log group, and an identity that may write to it', async () => {
    const synthesis = await terraform({ prometheus: enabled });
    const { resource, data, output } = stack(synthesis, 'observability');
    expect(resource.aws_prometheus_workspace.prometheus).toMatchObject({
      alias: 'acme',
      kms_key_arn: '${aws_kms_key.prometheus.arn}',
      logging_configuration: { log_group_arn: '${aws_cloudwatch_log_group.prometheus.arn}:*' },
    });
    expect(resource.aws_cloudwatch_log_group.prometheus).toMatchObject({
      name: '/aws/vendedlogs/prometheus/acme',
      retention_in_days: 365,
    });
    expect(resource.aws_eks_pod_identity_association.prometheus).toMatchObject({
      namespace: 'monitoring',
      service_account: 'prometheus',
    });
    const [statement] = data.aws_iam_policy_document.prometheus.statement;
    expect(statement.actions).toEqual(['aps:RemoteWrite']);
    expect(statement.resources).toEqual(['arn:aws:aps:us-east-1:111122223333:workspace/*']);
    expect(statement.condition).toEqual([
      { test: 'StringEquals', variable: 'aws:ResourceTag/stagecraft:cluster', values: ['acme'] },
    ]);
    expect(output.prometheus_workspace_id.value).toBe('${aws_prometheus_workspace.prometheus.id}');
  });

  test('is written to once its id is known, and then nothing else may be', async () => {
    const before = await rendered({ prometheus: enabled });
    expect(before.configuration.remote_write).toBeUndefined();
    const prometheus = { amazonManagedPrometheus: { enabled: true, workspaceId } };
    const { configuration } = await rendered({ prometheus });
    expect(configuration.remote_write[0]).toMatchObject({
      url: `https://aps-workspaces.us-east-1.amazonaws.com/workspaces/${workspaceId}/api/v1/remote_write`,
      sigv4: { region: 'us-east-1' },
    });
    const { data } = stack(await terraform({ prometheus }), 'observability');
    expect(data.aws_iam_policy_document.prometheus.statement[0].resources).toEqual([
      `arn:aws:aps:us-east-1:111122223333:workspace/${workspaceId}`,
    ]);
  });

  test('a workspace without the switch is a mistake', () => {
    expect(faultsOf({ stage: 2, prometheus: { amazonManagedPrometheus: { workspaceId } } })).toEqual([
      {
        where: 'prometheus.amazonManagedPrometheus.workspaceId',
        what: 'a workspace is named, but Amazon Managed Prometheus is switched off',
        next: 'set amazonManagedPrometheus.enabled to true, or remove workspaceId',
      },
    ]);
  });
});

describe('teams of namespaces', () => {
  const teams = { platform: '@acme/platform', shop: '@acme/shop' };

  test('are told of what happens there', async () => {
    const namespaceTeams = { 'shop-test': 'shop', shop: 'shop', ci: 'platform' };
    const { configuration } = await rendered({ teams, prometheus: { namespaceTeams } });
    expect(configuration.alerting.alert_relabel_configs).toEqual([
      { regex: 'prometheus_replica', action: 'labeldrop' },
      { source_labels: ['namespace'], regex: 'ci', target_label: 'team', replacement: 'platform' },
      { source_labels: ['namespace'], regex: 'shop|shop-test', target_label: 'team', replacement: 'shop' },
    ]);
  });

  test('are teams that are there', () => {
    expect(faultsOf({ stage: 2, teams, prometheus: { namespaceTeams: { bank: 'bank' } } })).toEqual([
      {
        where: 'prometheus.namespaceTeams.bank',
        what: 'there is no team bank',
        allowed: 'platform, shop',
        next: 'add it to teams, or name another',
      },
    ]);
  });
});
