import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { RawConfig } from '../../../src/config';
import { toYaml } from '../../../src/kit/yaml';
import { object, synth } from '../../support/synth';

/** What Prometheus and Alertmanager read, as text, and how the pods start them. */
export interface MonitoringFiles {
  readonly prometheus: string;
  readonly web: string;
  readonly rules: Readonly<Record<string, string>>;
  readonly alertmanager: string;
  readonly alertmanagerWeb: string;
  readonly templates: string;
  readonly prometheusArguments: readonly string[];
  readonly alertmanagerArguments: readonly string[];
}

const made = new Map<string, Promise<MonitoringFiles>>();

/** The files of a configuration, synthesized once. */
export function monitoringFiles(raw: RawConfig): Promise<MonitoringFiles> {
  const key = JSON.stringify(raw);
  const files = made.get(key) ?? synthesizeFiles(raw);
  made.set(key, files);
  return files;
}

async function synthesizeFiles(raw: RawConfig): Promise<MonitoringFiles> {
  const synthesis = await synth({ stage: 2, ...raw });
  const data = (name: string) => object(synthesis, 'ConfigMap', name, 'monitoring').data;
  const args = (name: string) =>
    object(synthesis, 'StatefulSet', name, 'monitoring').spec.template.spec.containers[0].args;
  return {
    prometheus: data('prometheus-config')['prometheus.yml'],
    web: data('prometheus-config')['web.yml'],
    rules: data('prometheus-rules'),
    alertmanager: data('alertmanager-config')['alertmanager.yml'],
    alertmanagerWeb: data('alertmanager-config')['web.yml'],
    templates: data('alertmanager-templates')['stagecraft.tmpl'],
    prometheusArguments: args('prometheus'),
    alertmanagerArguments: args('alertmanager'),
  };
}

/** A new directory with files in it; gives the directory. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-monitoring-'));
  for (const [path, text] of Object.entries(files)) {
    const full = join(root, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text);
  }
  return root;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The files of Prometheus in a directory, with the paths of a pod replaced by those of the directory. */
export function prometheusFolder(files: MonitoringFiles, certificate: string, adapt = (c: any) => c): string {
  const root = folder({
    'web.yml': files.web,
    'serviceaccount/token': 'token',
    'serviceaccount/ca.crt': certificate,
    ...Object.fromEntries(Object.entries(files.rules).map(([name, text]) => [`rules/${name}`, text])),
  });
  const here = files.prometheus
    .replaceAll(SERVICE_ACCOUNT, `${root}/serviceaccount`)
    .replaceAll('/etc/prometheus/rules', `${root}/rules`);
  writeFileSync(join(root, 'prometheus.yml'), toYaml(adapt(load(here))));
  return root;
}

/** The files of Alertmanager in a directory; Secrets are files below `secrets`. */
export function alertmanagerFolder(
  files: MonitoringFiles,
  secrets: Readonly<Record<string, string>> = {},
  adapt = (c: any) => c,
): string {
  const root = folder({
    'templates/stagecraft.tmpl': files.templates,
    'web.yml': files.alertmanagerWeb,
    ...Object.fromEntries(Object.entries(secrets).map(([path, text]) => [`secrets/${path}`, text])),
  });
  const here = files.alertmanager.replaceAll('/etc/alertmanager', root);
  writeFileSync(join(root, 'alertmanager.yml'), toYaml(adapt(load(here))));
  return root;
}
