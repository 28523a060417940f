import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import type { Labels } from '../../../src/kit/kubernetes';
import { toYaml } from '../../../src/kit/yaml';
import type { CollectorTask } from '../logging/collector';
import { Collector, type CollectorPlace, collectorPlace, probesOn } from '../logging/collector.k8s';
import type { FluentBitConfig } from './config';
import { CONFIG, configuration, METRICS_PORT, STATE } from './pipeline';
import { shapeScript } from './script';

export interface FluentBitProps extends CollectorPlace, CollectorTask {
  /** Memory, request and limit. @default '384Mi' */
  readonly memory?: string;
}

/** One pod a node, on every node there is. */
export class FluentBit extends Construct {
  readonly labels: Labels;
  readonly memory: string;

  constructor(scope: Construct, id: string, props: FluentBitProps) {
    super(scope, id);
    this.memory = props.memory ?? '384Mi';
    const { labels } = new Collector(this, 'collector', {
      ...props,
      name: 'fluent-bit',
      files: { 'fluent-bit.yaml': toYaml(configuration(props)), 'shape.lua': shapeScript(props) },
      memory: this.memory,
      metricsPort: METRICS_PORT,
      state: STATE,
      // Names and labels of the pods whose logs it reads, each asked for by its name: it lists and watches nothing.
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      container: {
        command: ['/fluent-bit/bin/fluent-bit'],
        args: [`--config=${CONFIG}/fluent-bit.yaml`],
        // Not /api/v2/health: it fails with the store, where a restart mends nothing and a rollout would stop.
        ...probesOn('/'),
      },
      config: { mountPath: CONFIG },
    });
    this.labels = labels;
  }
}

/** The collectors of a platform. */
export function buildFluentBit(scope: Construct, context: Context<FluentBitConfig>): void {
  new FluentBit(scope, 'fluent-bit', {
    ...collectorPlace(context, 'fluent-bit'),
    memory: context.config.memory,
  });
}
