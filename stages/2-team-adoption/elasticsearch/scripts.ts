import { templates } from '../../../src/kit/templates';

/** Text of a script that runs in the cluster. */
export function script(name: string): string {
  const [file] = templates('cluster/elasticsearch', {}, { select: (path) => path === name });
  if (!file) throw new Error(`no script ${name}`);
  return file.text;
}
