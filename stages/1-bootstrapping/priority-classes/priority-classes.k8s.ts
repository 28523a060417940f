import { Construct } from 'constructs';
import { add } from '../../../src/kit/kubernetes';
import { PRIORITY } from './priority-classes';

/** Our priority classes; the value of one can never change, so a new order needs new names. */
export class PriorityClasses extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.class(PRIORITY.critical, 1_000_000, 'Agents every node needs, and what people are called by');
    this.class(PRIORITY.standard, 500_000, 'Services of the platform');
    this.class(PRIORITY.workload, 1_000, 'The default: workloads of the teams', { globalDefault: true });
    this.class(PRIORITY.batch, 100, 'Work that can wait', { preemptionPolicy: 'Never' });
  }

  private class(
    name: string,
    value: number,
    description: string,
    { globalDefault = false, preemptionPolicy = 'PreemptLowerPriority' } = {},
  ) {
    add(this, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'stagecraft' } },
      value,
      globalDefault,
      preemptionPolicy,
      description,
    });
  }
}

export function build(chart: Construct): void {
  new PriorityClasses(chart, 'priority-classes');
}
