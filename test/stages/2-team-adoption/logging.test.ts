import { loggingConfig, routes, streams } from '../../../stages/2-team-adoption/logging';
import { object, objects, stack, synth } from '../../support/synth';

const config = (synthesis: any) => object(synthesis, 'ConfigMap', 'fluentd').data['fluent.conf'] as string;

describe('logging', () => {
  test('warm after delete, a tenant named default and a namespace of two tenants are refused together', async () => {
    const logging = {
      retention: { warmAfterDays: 30, deleteAfterDays: 30 },
      tenants: {
        default: { namespaces: ['a'] },
        rejected: { namespaces: ['c'] },
        one: { namespaces: ['b'] },
        two: { namespaces: ['b'] },
      },
    };
    const error = await synth({ stage: 2, logging }).catch((thrown) => thrown);
    expect(error.message).toContain(
      'logging.retention.warmAfterDays: logs would be deleted after 30 days, before they become warm after 30',
    );
    expect(error.message).toContain('logging.tenants.default: default is the stream of everything no tenant has');
    expect(error.message).toContain('logging.tenants.rejected: rejected is the stream of what the store refused');
    expect(error.message).toContain('logging.tenants.two.namespaces: the logs of b already go to tenant one');
  });

  test('streams are the platform’s and the tenants’; on demand each other namespace has its own, which no tenant’s name can reach', () => {
    const of = (raw: object) => streams(loggingConfig.parse({ tenants: { ns: { namespaces: ['a'] } }, ...raw }));
    const own = {
      name: 'ns',
      index: 'logs-kubernetes-ns',
      lifecycle: 'logs-kubernetes-ns',
      namespaces: ['a'],
      rolloverDays: 1,
      deleteAfterDays: 30,
    };
    expect(of({}).map(({ index }) => index)).toEqual(['logs-kubernetes-default', 'logs-kubernetes-ns']);
    expect(routes(of({}))).toEqual({
      byNamespace: { a: 'logs-kubernetes-ns' },
      otherwise: 'logs-kubernetes-default',
    });
    const each = of({ streamPer: 'namespace' });
    expect(each.slice(1)).toEqual([
      own,
      {
        name: 'per-namespace',
        index: 'logs-kubernetes-ns-*',
        lifecycle: 'logs-kubernetes-per-namespace',
        namespaces: [],
        rolloverDays: 7,
        deleteAfterDays: 30,
      },
    ]);
    expect(routes(each)).toEqual({ ...routes(of({})), prefix: 'logs-kubernetes-ns-' });
    const rare = of({ streamPer: 'namespace', retention: { rolloverDays: 14 } });
    expect(rare.map(({ rolloverDays }) => rolloverDays)).toEqual([14, 14, 14]);
    for (const name of ['ns-a', 'per-namespace'])
      expect(loggingConfig.safeParse({ tenants: { [name]: { namespaces: ['a'] } } }).success).toBe(false);
  });

  test('its two namespaces are restricted and, for what reads the nodes, privileged with a reason', async () => {
    const synthesis = await synth({ stage: 2 });
    expect(object(synthesis, 'Namespace', 'logging').metadata.labels['pod-security.kubernetes.io/enforce']).toBe(
      'restricted',
    );
    const collection = object(synthesis, 'Namespace', 'log-collection').metadata;
    expect(collection.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(collection.annotations['stagecraft.io/pod-security-reason']).toContain('hostPath');
  });
});

describe('elasticsearch', () => {
  test('without the internal authority nothing could vouch for it', async () => {
    await expect(synth({ stage: 2, internalCa: { enabled: false } })).rejects.toThrow(
      'internalCa.enabled: switches internal-ca off, which elasticsearch needs\n' +
        '  got:     false\n  allowed: true, as long as elasticsearch is there\n' +
        '  next:    remove internalCa.enabled, or set elasticsearch.enabled: false as well',
    );
  });

  test('three nodes, never two on one machine, one a zone, with room by one size', async () => {
    const { spec } = object(
      await synth({ stage: 2, elasticsearch: { size: 'large' } }),
      'StatefulSet',
      'elasticsearch',
    );
    expect([spec.replicas, spec.podManagementPolicy]).toEqual([3, 'Parallel']);
    expect(
      spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey,
    ).toBe('kubernetes.io/hostname');
    expect(spec.template.spec.topologySpreadConstraints[0]).toMatchObject({
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
    });
    expect(spec.template.spec.containers[0].resources).toEqual({
      requests: { cpu: '3', memory: '16Gi' },
      limits: { memory: '16Gi' },
    });
    expect(spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe('1000Gi');
  });

  test('TLS and security are on, on both ports, and shards know their zone', async () => {
    const settings = object(await synth({ stage: 2, name: 'acme' }), 'ConfigMap', 'elasticsearch').data[
      'elasticsearch.yml'
    ];
    for (const line of [
      'cluster.name: "acme-logs"',
      'cluster.routing.allocation.awareness.attributes: "zone"',
      'xpack.security.enabled: true',
      'xpack.security.transport.ssl.enabled: true',
      'xpack.security.transport.ssl.client_authentication: "required"',
      'xpack.security.http.ssl.enabled: true',
    ])
      expect(settings).toContain(`${line}\n`);
    expect(settings).not.toContain('initial_master_nodes');
  });

  test('the setup job may create Secrets and read its own, and nothing else', async () => {
    const roles = objects(await synth({ stage: 2 }), 'Role').filter(
      ({ metadata }) => metadata.name === 'elasticsearch-setup',
    );
    expect(roles.map(({ metadata, rules }) => [metadata.namespace, rules])).toEqual([
      [
        'logging',
        [
          { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
          {
            apiGroups: [''],
            resources: ['secrets'],
            resourceNames: [
              'elasticsearch-elastic',
              'kibana-encryption-keys',
              'kibana-token',
              'elasticsearch-exporter-credentials',
            ],
            verbs: ['get'],
          },
        ],
      ],
      [
        'log-collection',
        [
          { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
          { apiGroups: [''], resources: ['secrets'], resourceNames: ['elasticsearch-log-writer'], verbs: ['get'] },
        ],
      ],
    ]);
  });

  test('a tenant has a stream, a lifecycle and a role of its own', async () => {
    const logging = { tenants: { shop: { namespaces: ['shop'], deleteAfterDays: 90 } } };
    const { data } = object(await synth({ stage: 2, logging }), 'ConfigMap', 'elasticsearch-setup');
    expect(JSON.parse(data['_ilm.policy.logs-kubernetes-shop.json']).policy.phases.delete.min_age).toBe('90d');
    expect(
      JSON.parse(data['_index_template.logs-kubernetes-shop.json']).template.settings['index.lifecycle.name'],
    ).toBe('logs-kubernetes-shop');
    expect(JSON.parse(data['_security.role.logs_reader_shop.json'])).toEqual({
      indices: [{ names: ['logs-kubernetes-shop'], privileges: ['read', 'view_index_metadata'] }],
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_discover_v2.all', 'feature_dashboard_v2.all', 'feature_savedQueryManagement.all'],
          resources: ['space:shop'],
        },
      ],
    });
    expect(data.requests.split('\n')).toContain(
      '/_ilm/policy/logs-kubernetes-shop _ilm.policy.logs-kubernetes-shop.json',
    );
  });

  test('with a stream for each namespace one template and one lifecycle cover them, and the platform sees them', async () => {
    const logging = { streamPer: 'namespace', tenants: { shop: { namespaces: ['shop'] } } };
    const { data } = object(await synth({ stage: 2, logging }), 'ConfigMap', 'elasticsearch-setup');
    const body = (name: string) => JSON.parse(data[`${name}.json`]);
    const template = body('_index_template.logs-kubernetes-per-namespace');
    expect([template.index_patterns, template.template.settings['index.lifecycle.name']]).toEqual([
      ['logs-kubernetes-ns-*'],
      'logs-kubernetes-per-namespace',
    ]);
    expect(body('_ilm.policy.logs-kubernetes-per-namespace').policy.phases.hot.actions.rollover.max_age).toBe('7d');
    expect(body('_ilm.policy.logs-kubernetes-default').policy.phases.hot.actions.rollover.max_age).toBe('1d');
    expect(body('api.data_views.data_view.logs-kubernetes-per-namespace').data_view).toMatchObject({
      title: 'logs-kubernetes-ns-*',
      name: 'Logs of namespaces without a tenant',
    });
    const roles = data.requests.match(/(?<=role\/)\w+/g);
    expect(roles).toEqual(['log_writer', 'metrics_reader', 'logs_reader', 'logs_reader_shop']);
  });

  test('nothing is deleted before the archive holds it; without an archive neither bucket, role nor wait is there', async () => {
    const policy = (synthesis: any) =>
      JSON.parse(
        object(synthesis, 'ConfigMap', 'elasticsearch-setup').data['_ilm.policy.logs-kubernetes-default.json'],
      );
    const archived = await synth({ stage: 2, name: 'acme' });
    expect(policy(archived).policy.phases.delete.actions).toEqual({
      wait_for_snapshot: { policy: 'archive' },
      delete: {},
    });
    const observability = stack(archived, 'observability').resource;
    expect(observability.aws_s3_bucket.logs_archive).toMatchObject({
      bucket: 'acme-logs-archive-111122223333-us-east-1',
      force_destroy: false,
    });
    expect(object(archived, 'ServiceAccount', 'elasticsearch').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/acme-elasticsearch',
    });
    // `server_side_encryption` would ask for AES256 for every object, whatever key the bucket has.
    expect(JSON.parse(object(archived, 'ConfigMap', 'elasticsearch-setup').data['_snapshot.archive.json'])).toEqual({
      type: 's3',
      settings: { bucket: 'acme-logs-archive-111122223333-us-east-1', base_path: 'elasticsearch' },
    });
    const plain = await synth({ stage: 2, elasticsearch: { snapshots: { enabled: false } } });
    expect(policy(plain).policy.phases.delete.actions).toEqual({ delete: {} });
    expect(stack(plain, 'observability').resource.aws_s3_bucket).toBeUndefined();
    expect(object(plain, 'ServiceAccount', 'elasticsearch').metadata.annotations).toBeUndefined();
  });
});

describe('the exporter', () => {
  // Source: prometheus-community/elasticsearch_exporter v1.11.0, main.go and registerCollector in collector/; a flag it does not
  // know keeps it from starting.
  const FLAGS = (
    'aws.region aws.role-arn collector.cluster-info collector.clustersettings collector.data-stream collector.health-report ' +
    'collector.ilm collector.slm collector.snapshots collector.tasks config.file es.aliases es.all es.ca es.client-cert ' +
    'es.client-private-key es.clusterinfo.interval es.indices es.indices_mappings es.indices_settings es.node es.shards ' +
    'es.ssl-skip-verify es.timeout es.uri log.format log.level log.output web.config.file web.listen-address web.telemetry-path'
  ).split(' ');

  test('is given flags it knows', async () => {
    const synthesis = await synth({ stage: 2 });
    const [container] = object(synthesis, 'Deployment', 'elasticsearch-exporter').spec.template.spec.containers;
    const flags = container.args.map((argument: string) => argument.replace(/^--/, '').replace(/=.*$/, ''));
    expect(flags.filter((flag: string) => !FLAGS.includes(flag))).toEqual([]);
  });
});

describe('fluentd', () => {
  test('knows the pod of a file, live and rotated, and leaves compressed ones alone', async () => {
    const text = config(await synth({ stage: 2 }));
    const [, pattern = ''] = /tag_to_kubernetes_name_regexp (.*)/.exec(text) ?? [];
    const of = (file: string) =>
      new RegExp(pattern).exec(`kubernetes.var.log.pods.shop_cart.v2-1_0a-1b.app.${file}`)?.groups;
    const pod = { namespace: 'shop', pod_name: 'cart.v2-1', pod_uuid: '0a-1b', container_name: 'app' };
    expect([of('0.log'), of('12.log.20261121-120000')]).toEqual([pod, pod]);
    expect([of('0.log.20261121-120000.gz'), of('0.log.20261121-120000.tmp')]).toEqual([undefined, undefined]);
    expect(text).toContain('path /var/log/pods/*/*/*.log,/var/log/pods/*/*/*.log.????????-??????\n');
  });

  test('reads what containerd writes, joins its parts with nothing between, keeps the time of the log', async () => {
    const text = config(await synth({ stage: 2 }));
    expect(text).toContain('time_format %Y-%m-%dT%H:%M:%S.%N%:z');
    expect(text).toMatch(/use_partial_cri_logtag true\n[\s\S]*separator ""/);
  });

  test('what waits is on disk, reading stops when it is full, and the store being busy is no reason to give up', async () => {
    const text = config(await synth({ stage: 2, logging: { collection: { bufferGiB: 7 } } }));
    expect(text).toMatch(
      /path \/var\/lib\/fluentd\/buffer\/store\n[\s\S]*?total_limit_size 7g\n\s+overflow_action block/,
    );
    expect(text).toContain('retry_forever true');
    expect(text).toContain('unrecoverable_error_types ["out_of_memory_error"]');
  });

  test('its own logs and those left out are not read', async () => {
    expect(config(await synth({ stage: 2, logging: { collection: { excludeNamespaces: ['noise'] } } }))).toContain(
      'exclude_path ["/var/log/pods/log-collection_*/*/*","/var/log/pods/noise_*/*/*"]',
    );
  });

  test('the logs of a tenant’s namespaces go to its stream', async () => {
    expect(
      config(await synth({ stage: 2, logging: { tenants: { shop: { namespaces: ['cart', 'till'] } } } })),
    ).toContain(
      '${{"cart"=>"logs-kubernetes-shop","till"=>"logs-kubernetes-shop"}.fetch(record.dig("kubernetes", "namespace_name"), "logs-kubernetes-default")}',
    );
  });

  test('with a stream for each namespace, what no tenant has goes to its own, and what has no namespace to the platform’s', async () => {
    const logging = { streamPer: 'namespace', tenants: { shop: { namespaces: ['cart'] } } };
    const line = config(await synth({ stage: 2, logging })).match(/^ *_index \$.*$/m)?.[0] ?? '';
    expect(line.trim()).toBe(
      '_index ${{"cart"=>"logs-kubernetes-shop"}.fetch(record.dig("kubernetes", "namespace_name")) ' +
        '{ |name| name.to_s.match?(/\\A[a-z0-9][a-z0-9-]{0,62}\\z/) ? "logs-kubernetes-ns-" + name : "logs-kubernetes-default" }}',
    );
    const [, inner = ''] = /\\A(.*)\\z/.exec(line) ?? [];
    const taken = (name: string) => new RegExp(`^${inner}$`).test(name);
    expect(['a', 'kube-system', '0-1', 'n'.repeat(63)].map(taken)).toEqual([true, true, true, true]);
    expect(['', '.orphaned', '-a', 'A', 'a_b', 'a/b', 'a,b', 'n'.repeat(64)].some(taken)).toBe(false);
  });

  test('patterns to cut out are those that were asked for', async () => {
    const text = config(
      await synth({
        stage: 2,
        logging: { collection: { redact: ['email', { pattern: 'ticket-\\d+', by: 'ticket' }] } },
      }),
    );
    expect(text.match(/expression \/(?!\^).*\//g)).toEqual([
      'expression /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}/',
      'expression /ticket-\\d+/',
    ]);
  });

  test('entries of several lines begin where the pattern says', async () => {
    const text = config(
      await synth({ stage: 2, logging: { collection: { multiline: [{ namespaces: ['shop'], start: '^\\d{4}-' }] } } }),
    );
    expect(text).toMatch(
      /<filter kubernetes\.var\.log\.pods\.shop_\*\*>\n\s+@type concat\n[\s\S]*multiline_start_regexp \/\^\\d\{4\}-\//,
    );
  });

  test('a pattern that is none is refused', async () => {
    await expect(synth({ stage: 2, logging: { collection: { redact: [{ pattern: '(' }] } } })).rejects.toThrow(
      'logging.collection.redact',
    );
  });

  test('root without a single capability, on a file system that cannot be written, on every node', async () => {
    const { spec } = object(await synth({ stage: 2 }), 'DaemonSet', 'fluentd').spec.template;
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.volumes.filter(({ hostPath }: any) => hostPath).map(({ hostPath }: any) => hostPath.path)).toEqual([
      '/var/log',
      '/var/lib/fluentd',
    ]);
    expect(spec.containers[0].volumeMounts.find(({ name }: any) => name === 'logs').readOnly).toBe(true);
  });
});

describe('kibana', () => {
  const setup = (synthesis: any) => object(synthesis, 'ConfigMap', 'elasticsearch-setup').data;
  const environment = (synthesis: any) =>
    object(synthesis, 'CronJob', 'elasticsearch-setup').spec.jobTemplate.spec.template.spec.containers[0].env;

  test('a tenant has a space with its own logs in it, the platform sees all of them', async () => {
    const synthesis = await synth({ stage: 2, logging: { tenants: { shop: { namespaces: ['cart', 'till'] } } } });
    const data = setup(synthesis);
    expect(data['kibana-requests'].trim().split('\n')).toEqual([
      '/api/data_views/data_view/logs-kubernetes-all /api/data_views/data_view api.data_views.data_view.logs-kubernetes-all.json',
      '/api/spaces/space/shop /api/spaces/space api.spaces.space.shop.json',
      '/s/shop/api/data_views/data_view/logs-kubernetes-shop /s/shop/api/data_views/data_view s.shop.api.data_views.data_view.logs-kubernetes-shop.json',
    ]);
    expect(JSON.parse(data['api.spaces.space.shop.json'])).toEqual({
      id: 'shop',
      name: 'shop',
      description: 'Logs of cart, till',
    });
    expect(JSON.parse(data['s.shop.api.data_views.data_view.logs-kubernetes-shop.json'])).toEqual({
      override: true,
      data_view: {
        id: 'logs-kubernetes-shop',
        title: 'logs-kubernetes-shop',
        name: 'Logs of shop',
        timeFieldName: '@timestamp',
        allowNoIndex: true,
      },
    });
    expect(environment(synthesis)).toContainEqual({ name: 'KIBANA_URL', value: 'https://kibana.logging.svc:5601' });
  });

  test('switched off, the setup job knows nothing of it and the store lets nobody in for it', async () => {
    const synthesis = await synth({ stage: 2, kibana: { enabled: false } });
    expect(Object.keys(setup(synthesis)).filter((name) => /kibana|data_view|spaces/.test(name))).toEqual([]);
    expect(environment(synthesis).map(({ name }: any) => name)).not.toContain('KIBANA_URL');
    const flows = objects(synthesis, 'NetworkPolicy').filter(({ metadata }) => metadata.namespace === 'logging');
    expect(JSON.stringify(flows)).not.toContain('kibana');
  });

  test('takes token and keys from Secrets under names its image does not turn into arguments', async () => {
    const synthesis = await synth({ stage: 2 });
    const [container] = object(synthesis, 'Deployment', 'kibana').spec.template.spec.containers;
    expect(container.env.map(({ name, valueFrom }: any) => [name, valueFrom.secretKeyRef.name])).toEqual([
      ['KIBANA_TOKEN', 'kibana-token'],
      ['KIBANA_SESSION_KEY', 'kibana-encryption-keys'],
      ['KIBANA_SAVED_OBJECTS_KEY', 'kibana-encryption-keys'],
      ['KIBANA_REPORTING_KEY', 'kibana-encryption-keys'],
    ]);
    expect(object(synthesis, 'ConfigMap', 'kibana').data['kibana.yml']).toContain(
      'elasticsearch.serviceAccountToken: "${KIBANA_TOKEN}"\n',
    );
  });

  test('is told only what its reference knows; one key it does not know keeps it from starting', async () => {
    const text: string = object(await synth({ stage: 2 }), 'ConfigMap', 'kibana').data['kibana.yml'];
    // Source: elastic/kibana, docs/reference/configuration-reference (general, security, reporting, telemetry, fleet, logging settings).
    const known = new Set(
      (
        'server.name server.host server.port server.publicBaseUrl server.shutdownTimeout server.ssl.enabled server.ssl.certificate ' +
        'server.ssl.key server.securityResponseHeaders.strictTransportSecurity elasticsearch.hosts elasticsearch.serviceAccountToken ' +
        'elasticsearch.ssl.certificateAuthorities elasticsearch.ssl.verificationMode xpack.security.encryptionKey ' +
        'xpack.encryptedSavedObjects.encryptionKey xpack.reporting.encryptionKey xpack.security.session.idleTimeout ' +
        'xpack.security.session.lifespan telemetry.optIn telemetry.allowChangingOptInStatus newsfeed.enabled ' +
        'xpack.fleet.isAirGapped logging.root.level'
      ).split(' '),
    );
    const keys = text
      .trim()
      .split('\n')
      .map((line) => line.slice(0, line.indexOf(':')));
    expect(keys.filter((key) => !known.has(key))).toEqual([]);
  });

  test('an address with a slash at the end or a path is refused, as Kibana would', async () => {
    for (const publicUrl of ['https://logs.example.com/', 'https://example.com/logs', 'http://logs.example.com'])
      await expect(synth({ stage: 2, kibana: { publicUrl } })).rejects.toThrow('kibana.publicUrl');
  });

  test('one pod needs no disruption budget, two have one', async () => {
    const budgets = async (replicas: number) =>
      objects(await synth({ stage: 2, kibana: { replicas } }), 'PodDisruptionBudget').filter(
        ({ metadata }) => metadata.name === 'kibana',
      ).length;
    expect([await budgets(1), await budgets(2)]).toEqual([0, 1]);
  });
});
