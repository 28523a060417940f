import type { Container, PodSecurityContext, SecurityContext } from './api';

/** What the Pod Security standard `restricted` asks of a pod, and a little more. */
export function podSecurity(uid: number, overrides: PodSecurityContext = {}): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
    ...overrides,
  };
}

/** What it asks of a container: no escalation, no capabilities, a root file system that cannot be written. */
export function containerSecurity(overrides: SecurityContext = {}): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    ...overrides,
  };
}

/** CPU and memory of a container: memory is limited to its request, so that a node never has to choose; CPU is not limited. */
export function resources(
  cpu: string,
  memory: string,
  memoryLimit: string = memory,
): NonNullable<Container['resources']> {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
