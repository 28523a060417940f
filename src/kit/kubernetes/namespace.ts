import type { Construct } from 'constructs';
import { add } from './add';
import { allowDns, denyAll } from './network-policy';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export interface GuardedNamespaceProps {
  readonly name: string;
  /** What is enforced; audit and warn are always `restricted`, so a looser namespace stays visible. @default 'restricted' */
  readonly podSecurity?: PodSecurityLevel;
  readonly labels?: Readonly<Record<string, string>>;
  /** Why it is not restricted; stands in an annotation. Needed unless podSecurity is `restricted`. */
  readonly reason?: string;
}

/** A namespace with Pod Security labels, default deny and DNS: the ground every component stands on. */
export function guardedNamespace(
  scope: Construct,
  { name, podSecurity = 'restricted', labels = {}, reason }: GuardedNamespaceProps,
): void {
  if (podSecurity !== 'restricted' && !reason) throw new Error(`namespace ${name} is ${podSecurity}: say why`);
  add(scope, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        ...labels,
        'app.kubernetes.io/managed-by': 'stagecraft',
        'pod-security.kubernetes.io/enforce': podSecurity,
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': podSecurity,
      },
      ...(reason ? { annotations: { 'stagecraft.io/pod-security-reason': reason } } : {}),
    },
  });
  denyAll(scope, name);
  allowDns(scope, name);
}
