import { templates } from '../../../../src/kit/templates';

/** Text of a script that runs in the cluster, by its folder below `templates/cluster` and its name. */
export function script(folder: string, name: string): string {
  const [file] = templates(`cluster/${folder}`, {}, { select: (path) => path === name });
  if (!file) throw new Error(`no script ${folder}/${name}`);
  return file.text;
}
