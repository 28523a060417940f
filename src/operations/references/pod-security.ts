import type { Fault } from '../../kit/errors';
import { containersOf, type Inventory, nameOf, type Workload } from './inventory';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Capabilities a baseline pod may add. */
const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SELINUX = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'image',
];
const SECCOMP = ['RuntimeDefault', 'Localhost'];

/**
 * Pods that the namespace they are made in would not admit.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function checkPodSecurity({ items, workloads }: Inventory): Fault[] {
  const levels = new Map(
    items.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels?.[ENFORCE]]),
  );
  return workloads.flatMap((workload) => {
    const level = levels.get(workload.namespace);
    const broken = [
      ...(level === 'baseline' || level === 'restricted' ? baseline(workload) : []),
      ...(level === 'restricted' ? restricted(workload) : []),
    ];
    return broken.map((what) => ({
      where: nameOf(workload.item),
      what: `breaks ${level}, which namespace ${workload.namespace} enforces: ${what}`,
      next: 'tighten the pod, or give it a namespace of its own that says why it is looser',
    }));
  });
}

function baseline({ pod }: Workload): string[] {
  const own = pod.securityContext ?? {};
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true);
  return [
    ...host,
    ...(pod.volumes ?? [])
      .filter(({ hostPath }: any) => hostPath)
      .map(({ name }: any) => `volume ${name} is a hostPath`),
    ...(own.sysctls ?? []).filter(({ name }: any) => !SYSCTLS.includes(name)).map(({ name }: any) => `sysctl ${name}`),
    ...contextBreaches('pod', own),
    ...containersOf(pod).flatMap((container) => containerBreaches(container)),
  ];
}

function contextBreaches(who: string, context: any): string[] {
  const { seLinuxOptions = {}, seccompProfile, appArmorProfile, windowsOptions } = context;
  const looseSeLinux = !SELINUX.includes(seLinuxOptions.type ?? '') || seLinuxOptions.user || seLinuxOptions.role;
  return [
    ...(looseSeLinux ? [`${who} sets seLinuxOptions`] : []),
    ...(seccompProfile?.type === 'Unconfined' ? [`${who} has no seccomp profile`] : []),
    ...(appArmorProfile?.type === 'Unconfined' ? [`${who} has no AppArmor profile`] : []),
    ...(windowsOptions?.hostProcess ? [`${who} is a host process`] : []),
  ];
}

function containerBreaches({ name, ports = [], securityContext = {} }: any): string[] {
  const added: string[] = securityContext.capabilities?.add ?? [];
  const procMount = securityContext.procMount ?? 'Default';
  return [
    ...(securityContext.privileged ? [`container ${name} is privileged`] : []),
    ...added.filter((one) => !BASELINE_CAPABILITIES.includes(one)).map((one) => `container ${name} adds ${one}`),
    ...ports
      .filter(({ hostPort }: any) => hostPort)
      .map(({ hostPort }: any) => `container ${name} opens host port ${hostPort}`),
    ...(procMount === 'Default' ? [] : [`container ${name} sets procMount`]),
    ...contextBreaches(`container ${name}`, securityContext),
  ];
}

function restricted({ pod }: Workload): string[] {
  const own = pod.securityContext ?? {};
  const volumes = (pod.volumes ?? []).filter((volume: any) => {
    const kinds = Object.keys(volume).filter((field) => field !== 'name');
    return kinds.some((kind) => !RESTRICTED_VOLUMES.includes(kind) && kind !== 'hostPath');
  });
  return [
    ...volumes.map(({ name }: any) => `volume ${name} is of another kind`),
    ...(own.runAsUser === 0 ? ['pod runs as user 0'] : []),
    ...containersOf(pod).flatMap((container) => restrictedContainer(container, own)),
  ];
}

function restrictedContainer({ name, securityContext: own = {} }: any, pod: any): string[] {
  const { capabilities = {} } = own;
  const profile = own.seccompProfile?.type ?? pod.seccompProfile?.type;
  const extra = (capabilities.add ?? []).filter((one: string) => one !== 'NET_BIND_SERVICE');
  return [
    ...(own.allowPrivilegeEscalation === false ? [] : ['allows privilege escalation']),
    ...((own.runAsNonRoot ?? pod.runAsNonRoot) === true ? [] : ['may run as root']),
    ...(own.runAsUser === 0 ? ['runs as user 0'] : []),
    ...(SECCOMP.includes(profile) ? [] : ['has no seccomp profile']),
    ...((capabilities.drop ?? []).includes('ALL') ? [] : ['does not drop ALL']),
    ...extra.map((one: string) => `adds ${one}`),
  ].map((what) => `container ${name} ${what}`);
}
