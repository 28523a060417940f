import { watchCluster } from './cluster/cluster';
import { watchNodes } from './nodes/nodes';

/** What stage 1 brings, watched: it has no monitoring of its own, so each topic is a component here. */
export const watchTopics = [watchCluster, watchNodes];
