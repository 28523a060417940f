import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import type { Labels } from '../../../src/kit/kubernetes';
import type { CollectorTask } from '../logging/collector';
import { Collector, type CollectorPlace, collectorPlace, probesOn } from '../logging/collector.k8s';
import { logging } from '../logging/logging';
import type { FluentdConfig } from './config';
import { OUTPUTS } from './output';
import { METRICS_PORT, pipeline, STATE } from './pipeline';
import { renderSections } from './sections';

export interface FluentdProps extends CollectorPlace, CollectorTask {
  /** Memory, request and limit. @default '512Mi' */
  readonly memory?: string;
}

/** One pod a node, on every node there is. */
export class Fluentd extends Construct {
  readonly labels: Labels;
  readonly memory: string;

  constructor(scope: Construct, id: string, props: FluentdProps) {
    super(scope, id);
    this.memory = props.memory ?? '512Mi';
    const { labels } = new Collector(this, 'collector', {
      ...props,
      name: 'fluentd',
      files: { 'fluent.conf': renderSections(pipeline(props)) },
      memory: this.memory,
      metricsPort: METRICS_PORT,
      state: STATE,
      // Names and labels of the pods whose logs it reads; no RBAC can say "of this node", the watch does. The plugin does not
      // start without a watch on namespaces, even if told to leave them out.
      rules: [{ apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] }],
      container: {
        env: [
          // Narrows the watch on pods to this node.
          { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
        ],
        ...probesOn('/metrics'),
      },
      config: { mountPath: '/fluentd/etc/fluent.conf', subPath: 'fluent.conf' },
      scratch: '256Mi',
    });
    this.labels = labels;
  }
}

/** The collectors of a platform. */
export function buildFluentd(scope: Construct, context: Context<FluentdConfig>): void {
  new Fluentd(scope, 'fluentd', {
    ...collectorPlace(context, OUTPUTS[context.contextOf(logging).config.store].image),
    memory: context.config.memory,
  });
}
