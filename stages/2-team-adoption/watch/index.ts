import { watchCapacity } from './capacity/capacity';
import { watchCertificates } from './certificates/certificates';
import { watchCluster } from './cluster/cluster';
import { watchNetwork } from './network/network';
import { watchNodes } from './nodes/nodes';
import { watchStorage } from './storage/storage';
import { watchWorkloads } from './workloads/workloads';

/** What stage 1 brings, watched: it has no monitoring of its own, so each topic is a component here. */
export const watchTopics = [
  watchCluster,
  watchNodes,
  watchWorkloads,
  watchStorage,
  watchCertificates,
  watchNetwork,
  watchCapacity,
];
