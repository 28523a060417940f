import { load } from 'js-yaml';
import { catalog } from '../../../../src/catalog';
import { resolve } from '../../../../src/config';
import { type Fault, UserError } from '../../../../src/kit/errors';
import { ladder } from '../../../../stages';
import { object, synth } from '../../../support/synth';

export { object, objects, stack, synth } from '../../../support/synth';

/** prometheus.yml, rules, pod and memory of a configuration of stage 2. */
export async function rendered(raw: object = {}) {
  const synthesis = await synth({ stage: 2, name: 'acme', ...raw });
  const data = object(synthesis, 'ConfigMap', 'prometheus-config').data;
  const statefulSet = object(synthesis, 'StatefulSet', 'prometheus');
  const pod = statefulSet.spec.template.spec;
  return {
    synthesis,
    statefulSet,
    pod,
    container: pod.containers[0],
    configuration: load(data['prometheus.yml']) as any,
    web: load(data['web.yml']) as any,
    rules: object(synthesis, 'ConfigMap', 'prometheus-rules').data as Record<string, string>,
    memoryGiB: Number.parseInt(pod.containers[0].resources.limits.memory, 10),
  };
}

/** What is wrong with a configuration. */
export function faultsOf(raw: object): readonly Fault[] {
  try {
    resolve(ladder, raw as any, catalog);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
}
