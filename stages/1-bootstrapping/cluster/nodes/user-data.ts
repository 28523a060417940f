import type { NodeGroupConfig } from '../config/nodes';

/**
 * Memory maps a process may have. Elasticsearch refuses to start below 262144 and recommends this much (Elasticsearch
 * guide, "Virtual memory"); on nodes from the first stage, so that none has to be replaced when it arrives.
 */
export const MAX_MAP_COUNT = 1_048_576;

/** Processes a pod may have: far more than any of ours needs, far fewer than would starve a node. */
export const POD_PIDS_LIMIT = 16_384;

const BOUNDARY = 'stagecraft';

/** User data of a node, plain text. EKS adds what joins it to the cluster. */
export function userData(ami: NodeGroupConfig['ami']): string {
  return ami === 'bottlerocket' ? bottlerocket() : al2023();
}

function al2023(): string {
  const script = [
    '#!/bin/bash',
    'set -euo pipefail',
    `echo 'vm.max_map_count = ${MAX_MAP_COUNT}' > /etc/sysctl.d/90-stagecraft.conf`,
    'sysctl --load /etc/sysctl.d/90-stagecraft.conf',
  ];
  const nodeConfig = [
    'apiVersion: node.eks.aws/v1alpha1',
    'kind: NodeConfig',
    'spec:',
    '  kubelet:',
    '    config:',
    `      podPidsLimit: ${POD_PIDS_LIMIT}`,
  ];
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...part('text/x-shellscript; charset="us-ascii"', script),
    ...part('application/node.eks.aws', nodeConfig),
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

function part(type: string, lines: readonly string[]): string[] {
  return [`--${BOUNDARY}`, `Content-Type: ${type}`, '', ...lines, ''];
}

/** No shell, no SSH: the admin container is off; the control container stays, as the one way in (SSM, recorded). */
function bottlerocket(): string {
  return [
    '[settings.kernel]',
    'lockdown = "integrity"',
    '',
    '[settings.kernel.sysctl]',
    `"vm.max_map_count" = "${MAX_MAP_COUNT}"`,
    '',
    '[settings.kubernetes]',
    `pod-pids-limit = ${POD_PIDS_LIMIT}`,
    '',
    '[settings.host-containers.admin]',
    'enabled = false',
    '',
  ].join('\n');
}
