import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { manifests, objects } from '../../support/synth';

const matrix: any[] = parse(readFileSync(join(__dirname, '../../access/platform.yaml'), 'utf8'));

interface Question {
  readonly group: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly expect: string;
}

/** The questions the rules of groups decide; what everyone may do by Kubernetes's own roles is the API server's to say. */
function questions(): Question[] {
  return matrix.flatMap(({ as, verb, verbs = [verb], resources, namespace, namespaces = [namespace], expect }) =>
    verbs.flatMap((v: string) =>
      resources.flatMap((resource: string) =>
        namespaces.map((n?: string) => ({ group: as.group, verb: v, resource, namespace: n, expect: answer(expect) })),
      ),
    ),
  );
}

/** YAML 1.1 reads yes and no as booleans, 1.2 as text. */
function answer(expect: unknown): string {
  return typeof expect === 'boolean' ? (expect ? 'yes' : 'no') : String(expect);
}

/** Whether ClusterRoles bound to a group allow it, aggregation included. */
function allowed(all: any[], { group, verb, resource }: Question): boolean {
  const roles = all.filter((o) => o.kind === 'ClusterRole');
  const bound = all
    .filter((o) => o.kind === 'ClusterRoleBinding')
    .filter(({ subjects }) => subjects.some((s: any) => s.kind === 'Group' && s.name === group))
    .map(({ roleRef }) => roles.find((r) => r.metadata.name === roleRef.name));
  const rules = bound.flatMap((role) => rulesOf(role, roles));
  const { name, apiGroup } = split(resource);
  return rules.some((r) => r.apiGroups.includes(apiGroup) && r.resources.includes(name) && r.verbs.includes(verb));
}

function rulesOf(role: any, roles: any[]): any[] {
  const selectors = role.aggregationRule?.clusterRoleSelectors ?? [];
  const parts = roles.filter((r) =>
    selectors.some((s: any) => Object.entries(s.matchLabels).every(([k, v]) => r.metadata.labels?.[k] === v)),
  );
  return [...(role.rules ?? []), ...parts.flatMap((part) => part.rules)];
}

/** `deployments.apps/scale` is resource `deployments/scale` of group `apps`. */
function split(resource: string): { name: string; apiGroup: string } {
  const [base = '', sub] = resource.split('/');
  const [kind = '', ...group] = base.split('.');
  return { name: sub ? `${kind}/${sub}` : kind, apiGroup: group.join('.') };
}

test('the matrix of access holds', async () => {
  const all = objects(await manifests());
  const wrong = questions().filter((q) => allowed(all, q) !== (q.expect === 'yes'));
  expect(questions().length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('nothing is bound to a group of the system, and no rule is a wildcard', async () => {
  const all = objects(await manifests());
  const subjects = all.filter((o) => o.kind.endsWith('RoleBinding')).flatMap((o) => o.subjects);
  expect(subjects.filter((s: any) => s.kind !== 'ServiceAccount').map((s: any) => s.name)).toEqual([
    'stagecraft:viewers',
    'stagecraft:operators',
  ]);
  const rules = all.filter((o) => o.kind === 'ClusterRole' || o.kind === 'Role').flatMap((o) => o.rules ?? []);
  expect(rules.filter((r: any) => [...r.apiGroups, ...r.resources, ...r.verbs].includes('*'))).toEqual([]);
});
