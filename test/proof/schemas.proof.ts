import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { CHOICES } from '../support/resolved';
import { objects, synth } from '../support/synth';
import { judged } from './support/judges';

const schemas = { name: 'api-schemas', variable: 'PROOF_API_SCHEMAS' };

judged([schemas], 'the published API schemas, strictly', (folder) => {
  for (const minor of ['1.34', '1.36'])
    for (const stage of [1, 2, 3, 4, 5])
      test(`stage ${stage} is valid for Kubernetes ${minor}`, async () => {
        const check = validator(join(folder, `v${minor}.json`));
        const all = await Promise.all(CHOICES.map((choice) => synth({ stage, ...choice })));
        const faults = all.flatMap((synthesis) => objects(synthesis)).flatMap((object) => check(object));
        expect(faults).toEqual([]);
      });
});

/** Checks an object of a published kind; custom resources have no schema here and pass. */
function validator(path: string): (object: Record<string, any>) => string[] {
  const definitions = strict(JSON.parse(readFileSync(path, 'utf8')));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'api', definitions });
  const byKind = new Map<string, string>();
  for (const [id, definition] of Object.entries<any>(definitions))
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? [])
      byKind.set(`${group ? `${group}/` : ''}${version}/${kind}`, id);
  const compiled = new Map<string, ValidateFunction>();
  return (object) => {
    const id = byKind.get(`${object.apiVersion}/${object.kind}`);
    if (!id) return [];
    const validate = compiled.get(id) ?? ajv.compile({ $ref: `api#/definitions/${id}` });
    compiled.set(id, validate);
    const valid: boolean = validate(object);
    if (valid) return [];
    return (validate.errors ?? []).map(
      (e) => `${object.kind}/${object.metadata.name}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`,
    );
  };
}

/** The same definitions, refusing fields they do not name, as the API server does with strict validation. */
function strict(document: any): Record<string, any> {
  const definitions = structuredClone(document.definitions ?? document);
  for (const definition of Object.values<any>(definitions))
    if (definition.properties) definition.additionalProperties = false;
  return definitions;
}
