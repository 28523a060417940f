import { load } from 'js-yaml';
import { catalog } from '../../../../src/catalog';
import { resolve } from '../../../../src/config';
import { type Fault, UserError } from '../../../../src/kit/errors';
import { type Synthesis, synthesize } from '../../../../src/operations/synthesize';
import { ladder } from '../../../../stages';
import { object } from '../../../support/synth';

export { object, objects, stack } from '../../../support/synth';

const made = new Map<string, Promise<Synthesis>>();

/** One side of a configuration of stage 2; each is synthesized once. */
function side(raw: object, kubernetes: boolean): Promise<Synthesis> {
  const key = JSON.stringify([raw, kubernetes]);
  const known = made.get(key);
  if (known) return known;
  const resolved = resolve(ladder, { stage: 2, name: 'acme', ...raw } as any, catalog);
  const synthesis = synthesize(resolved, catalog, { terraform: !kubernetes, kubernetes, files: false });
  made.set(key, synthesis);
  return synthesis;
}

/** The Terraform side. */
export const terraform = (raw: object = {}) => side(raw, false);
/** The Kubernetes side. */
export const kubernetes = (raw: object = {}) => side(raw, true);

/** prometheus.yml, rules, pod and memory of a configuration of stage 2. */
export async function rendered(raw: object = {}) {
  const synthesis = await kubernetes(raw);
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

/** What is wrong with a configuration, without the values that were given. */
export function faultsOf(raw: object): readonly Fault[] {
  try {
    resolve(ladder, raw as any, catalog);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(({ got: _, ...fault }) => fault);
    throw error;
  }
}
