import { inventory } from '../../../src/operations/references/inventory';
import { checkNames } from '../../../src/operations/references/names';
import { checkObjects } from '../../../src/operations/references/objects';
import { checkPodSecurity } from '../../../src/operations/references/pod-security';
import { checkPods } from '../../../src/operations/references/pods';
import { checkSelectors, emptyPeers } from '../../../src/operations/references/selectors';
import { checkTerraform } from '../../../src/operations/references/terraform';

const object = (kind: string, fields: object = {}, name = 'web', metadata: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  ...fields,
});
const namespace = (level = 'restricted') => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': level } },
});
const all = (...objects: any[]) =>
  inventory([{ name: 'x', component: 'x', layer: 'platform', objects: [namespace(), ...objects] as any }]);
const container = {
  name: 'web',
  image: 'web:1',
  ports: [{ name: 'http', containerPort: 80 }],
  resources: { requests: { cpu: '1', memory: '1' }, limits: { memory: '1' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const good = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
};
const workload = (pod: object = {}, selector = { matchLabels: { app: 'web' } }) =>
  object('Deployment', {
    spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: { ...good, ...pod } } },
  });
const said = (faults: readonly { where: string; what: string }[]) =>
  faults.map(({ where, what }) => `${where}: ${what}`);

test('a sound workload has no problems', () => {
  const sound = all(
    workload(),
    object('Service', { spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] } }),
  );
  expect([checkNames, checkObjects, checkSelectors, checkPodSecurity].flatMap((check) => check(sound))).toEqual([]);
  expect(checkPods(sound, ['web:1'])).toEqual([]);
});

test('what a pod reads has to be there, or promised', () => {
  const pod = {
    serviceAccountName: 'nobody',
    priorityClassName: 'high',
    volumes: [
      { name: 'a', configMap: { name: 'gone' } },
      { name: 'b', secret: { secretName: 'made' } },
      { name: 'c', secret: { secretName: 'certified' } },
      { name: 'd', configMap: { name: 'maybe', optional: true } },
      { name: 'e', secret: { secretName: 'gone' } },
    ],
  };
  const job = object('Job', {}, 'setup', { annotations: { 'stagecraft.io/makes-secret': 'other, shop/made' } });
  const certificate = object('Certificate', { spec: { secretName: 'certified' } });
  const faults = checkPods(all(workload(pod), job, certificate), ['web:1']);
  expect(said(faults)).toEqual([
    'Deployment shop/web: needs ServiceAccount shop/nobody, which nothing makes',
    'Deployment shop/web: needs PriorityClass high, which nothing makes',
    'Deployment shop/web: needs ConfigMap shop/gone, which nothing makes',
    'Deployment shop/web: needs Secret shop/gone, which nothing makes',
  ]);
  expect(faults[3]?.next).toBe('add it, or name it in the annotation stagecraft.io/makes-secret of what makes it');
});

test('every container says what it needs, mounts what is there and has a listed image', () => {
  const bare = { name: 'bare', image: 'x:latest', volumeMounts: [{ name: 'gone', mountPath: '/x' }] };
  expect(said(checkPods(all(workload({ containers: [bare] })), []))).toEqual([
    'Deployment shop/web, container bare: has no resources.requests.cpu',
    'Deployment shop/web, container bare: has no resources.requests.memory',
    'Deployment shop/web, container bare: has no resources.limits.memory',
    'Deployment shop/web, container bare: mounts volume gone, which its pod does not have',
    'Deployment shop/web, container bare: has an image that the list of images lacks',
  ]);
});

test('references between objects', () => {
  const faults = checkObjects(
    all(
      object('RoleBinding', {
        roleRef: { kind: 'Role', name: 'gone' },
        subjects: [{ kind: 'ServiceAccount', name: 'gone', namespace: 'shop' }],
      }),
      object('ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name: 'view' } }, 'b', { namespace: undefined }),
      object('HorizontalPodAutoscaler', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'gone' } } }),
      object('Ingress', { spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'gone' } } }] } }] } }),
      object('PersistentVolumeClaim', { spec: { storageClassName: 'gone' } }),
      object('ConfigMap', {}, 'lost', { namespace: 'nowhere' }),
    ),
  );
  expect(said(faults)).toEqual([
    'RoleBinding shop/web: needs Role shop/gone, which nothing makes',
    'RoleBinding shop/web: needs ServiceAccount shop/gone, which nothing makes',
    'HorizontalPodAutoscaler shop/web: needs Deployment shop/gone, which nothing makes',
    'Ingress shop/web: needs Service shop/gone, which nothing makes',
    'PersistentVolumeClaim shop/web: needs StorageClass gone, which nothing makes',
    'ConfigMap nowhere/lost: needs Namespace nowhere, which nothing makes',
  ]);
});

test('selectors and ports', () => {
  const faults = checkSelectors(
    all(
      workload({}, { matchLabels: { app: 'other' } }),
      object('Service', {
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }, { port: 81, targetPort: 'https' }] },
      }),
      object('Service', { spec: { selector: { app: 'gone' } } }, 'gone'),
      object('PodDisruptionBudget', { spec: { selector: { matchLabels: { app: 'gone' } } } }),
    ),
  );
  expect(said(faults)).toEqual([
    'Deployment shop/web: selects none of the pods of its own template',
    'Service shop/web: targets a port that no container opens',
    'Service shop/gone: selects no pods',
    'PodDisruptionBudget shop/web: guards no pods',
  ]);
  const peer = (app: string) => ({ from: [{ podSelector: { matchLabels: { app } } }] });
  const policy = object('NetworkPolicy', { spec: { podSelector: {}, ingress: [peer('web'), peer('gone')] } });
  expect(said(emptyPeers(all(workload(), policy)))).toEqual([
    'NetworkPolicy shop/web: allows a flow with pods that nothing here makes',
  ]);
});

test('names, labels and twins', () => {
  const faults = checkNames(
    all(
      object('Service', {}, 'Web_1'),
      object('ConfigMap'),
      object('ConfigMap'),
      object('Secret', {}, 's', { labels: { a: 'x'.repeat(64) } }),
    ),
  );
  expect(said(faults)).toEqual([
    'Service shop/Web_1: has a name the API server refuses',
    'ConfigMap shop/web: is there twice',
    'Secret shop/s: has a value of label a that the API server refuses',
  ]);
});

test('pods that their namespace would not admit', () => {
  const faults = (level: string, pod: object) =>
    said(
      checkPodSecurity(
        inventory([
          { name: 'x', component: 'x', layer: 'platform', objects: [namespace(level), workload(pod)] as any },
        ]),
      ),
    );
  const loose = {
    hostNetwork: true,
    securityContext: {},
    volumes: [{ name: 'v', hostPath: { path: '/' } }],
    containers: [{ ...container, securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } }],
  };
  const whose = (level: string) => `Deployment shop/web: breaks ${level}, which namespace shop enforces: `;
  expect(faults('privileged', loose)).toEqual([]);
  expect(faults('baseline', loose)).toEqual(
    ['hostNetwork', 'volume v is a hostPath', 'container web is privileged', 'container web adds SYS_ADMIN'].map(
      (t) => whose('baseline') + t,
    ),
  );
  expect(faults('restricted', { securityContext: {} })).toEqual(
    ['container web may run as root', 'container web has no seccomp profile'].map((t) => whose('restricted') + t),
  );
  expect(faults('restricted', {})).toEqual([]);
});

test('Terraform references lead to a block of their stack', () => {
  const document = {
    data: { aws_region: { this: {} } },
    resource: {
      aws_a: {
        one: {
          name: '${aws_a.two.name}-${data.aws_region.this.name}',
          text: '$${aws_a.gone.x}',
          depends_on: ['aws_b.gone'],
        },
        two: { name: 'aws_a.three', policy: '${data.aws_region.gone.id}' },
      },
    },
  };
  expect(said(checkTerraform([{ name: 'cluster', after: [], document }]))).toEqual([
    'cluster/resource.aws_a.one.depends_on: names aws_b.gone, which stack cluster does not have',
    'cluster/resource.aws_a.two.policy: names data.aws_region.gone, which stack cluster does not have',
  ]);
});
