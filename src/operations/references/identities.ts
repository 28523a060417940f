import type { Resolved } from '../../config';
import type { Fault } from '../../kit/errors';
import { roleName, type WorkloadIdentity } from '../../kit/identity';
import type { Synthesis } from '../../kit/synthesis';
import type { Inventory } from './inventory';

/** Annotation by which EKS gives a service account its role through OIDC. */
const IRSA = 'eks.amazonaws.com/role-arn';

interface Block {
  readonly type: string;
  readonly fields: any;
}

/** Both faces of every workload identity: role and association in Terraform, service account in Kubernetes. */
export function checkIdentities(resolved: Resolved, { terraform }: Synthesis, all: Inventory): Fault[] {
  const blocks = terraform.flatMap(({ document }) =>
    Object.entries((document.resource ?? {}) as Record<string, object>).flatMap(([type, group]) =>
      Object.values(group).map(
        (fields): Block => ({ type, fields: { ...fields, name: literal(fields.name, document) } }),
      ),
    ),
  );
  return resolved.components.flatMap((component) =>
    (component.identities?.(resolved.contextOf(component)) ?? []).flatMap((identity) => [
      ...aws(identity, resolved.platform.name, blocks),
      ...kubernetes(identity, all),
    ]),
  );
}

/** A name with `${type.id.attribute}` replaced where the attribute stands in the document as text. */
function literal(name: unknown, document: any): unknown {
  if (typeof name !== 'string') return name;
  return name.replaceAll(/\$\{(\w+)\.(\w+)\.(\w+)\}/g, (whole, type: string, id: string, attribute: string) => {
    const value = document.resource?.[type]?.[id]?.[attribute];
    return typeof value === 'string' ? value : whole;
  });
}

function aws(identity: WorkloadIdentity, cluster: string, blocks: readonly Block[]): Fault[] {
  const where = `identity ${identity.name}`;
  const role = roleName(cluster, identity);
  const account = `${identity.namespace}/${identity.serviceAccount}`;
  const faults: Fault[] = [];
  if (!blocks.some(({ type, fields }) => type === 'aws_iam_role' && fields.name === role))
    faults.push({
      where,
      what: `has no role ${role} in Terraform`,
      next: 'build it with WorkloadIdentityAws in an aws face',
    });
  if (identity.via !== 'irsa' && !blocks.some((block) => associates(block, identity)))
    faults.push({
      where,
      what: `has no pod identity association for ${account}`,
      next: 'build it with WorkloadIdentityAws in an aws face',
    });
  return faults;
}

function associates({ type, fields }: Block, { namespace, serviceAccount }: WorkloadIdentity): boolean {
  if (type === 'aws_eks_pod_identity_association')
    return fields.namespace === namespace && fields.service_account === serviceAccount;
  const inside = [fields.pod_identity_association ?? []].flat();
  return type === 'aws_eks_addon' && inside.some((one: any) => one.service_account === serviceAccount);
}

function kubernetes(identity: WorkloadIdentity, all: Inventory): Fault[] {
  if (identity.managed !== undefined) return [];
  const where = `identity ${identity.name}`;
  const account = all.items.find(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' &&
      metadata.name === identity.serviceAccount &&
      metadata.namespace === identity.namespace,
  );
  const name = `${identity.namespace}/${identity.serviceAccount}`;
  if (!account)
    return [{ where, what: `has no ServiceAccount ${name} in Kubernetes`, next: "add it in the component's k8s face" }];
  const annotated = account.metadata.annotations?.[IRSA] !== undefined;
  if (annotated === (identity.via === 'irsa')) return [];
  const what = annotated
    ? 'is by pod identity, but its ServiceAccount names a role'
    : `is by irsa, but its ServiceAccount has no ${IRSA}`;
  return [{ where, what, next: 'let both faces take the same identity' }];
}
