import type { Chart } from 'cdk8s';
import { guardedNamespace } from '../../../src/kit/kubernetes';
import { MONITORING_NAMESPACE } from './monitoring';

export function build(chart: Chart): void {
  guardedNamespace(chart, { name: MONITORING_NAMESPACE });
}
