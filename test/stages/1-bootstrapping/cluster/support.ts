import { catalog } from '../../../../src/catalog';
import { type RawConfig, resolve } from '../../../../src/config';
import { formatFault, UserError } from '../../../../src/kit/errors';
import { synthesize } from '../../../../src/operations/synthesize';
import { ladder } from '../../../../stages';
import { type ClusterConfig, cluster } from '../../../../stages/1-bootstrapping';
import { encodedText } from '../../../support/base64';
import { stack } from '../../../support/synth';

const documents = new Map<string, Promise<any>>();

/** Terraform document of stack `cluster` of a configuration; made once a configuration, for reading only. */
export function terraform(clusterConfig: unknown = {}, rest: RawConfig = {}): Promise<any> {
  const raw = { ...rest, cluster: clusterConfig };
  const key = JSON.stringify(raw);
  const document = documents.get(key) ?? build(raw);
  documents.set(key, document);
  return document;
}

async function build(raw: RawConfig): Promise<any> {
  const wanted = { terraform: true, kubernetes: false, files: false };
  return stack(await synthesize(resolve(ladder, raw, catalog), catalog, wanted), 'cluster');
}

/** The complete configuration of the cluster. */
export function config(raw: unknown = {}, rest: RawConfig = {}): ClusterConfig {
  return resolve(ladder, { ...rest, cluster: raw }, catalog).contextOf(cluster).config;
}

/** Faults of a configuration as people read them, those of `cluster` alone; the value, which the engine adds, is left out. */
export function faults(raw: unknown, rest: RawConfig = {}): string {
  try {
    config(raw, rest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.faults
      .filter(({ where }) => where.startsWith('cluster.'))
      .map(({ got: _, ...fault }) => formatFault(fault))
      .join('\n');
  }
  return '';
}

/** Statements of a policy document, by sid. */
export function statements(document: any, name: string): Record<string, any> {
  const { statement } = document.data.aws_iam_policy_document[name];
  return Object.fromEntries(statement.map((one: any) => [one.sid, one]));
}

/** User data of a launch template as text. */
export function userDataOf(document: any, name: string): string {
  return encodedText(document.resource.aws_launch_template[name].user_data);
}
