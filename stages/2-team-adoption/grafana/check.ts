import type { ConfigFault, Context } from '../../../src/kit/contract';
import type { GrafanaConfig } from './config';

/** What no schema can say: values that do not go together. */
export function checkGrafana({ config }: Context<GrafanaConfig>): ConfigFault[] {
  const { replicas, storage, credentials, singleSignOn, loginForm } = config;
  const faults: ConfigFault[] = [];
  if ((replicas ?? 1) > 1 && storage.type !== 'database')
    faults.push({
      path: 'replicas',
      what: `${replicas} pods of Grafana would each have users and sessions of their own`,
      allowed: '1, or storage.type database',
      next: 'set grafana.storage to a database, or leave replicas out',
    });
  if (storage.type === 'database' && !credentials)
    faults.push({
      path: 'credentials',
      what: 'pods that share a database need the same key to it',
      allowed: 'the name of a Secret with admin-password and secret-key',
      next: 'make the Secret and name it in grafana.credentials.name',
    });
  if (storage.type === 'database' && storage.engine === 'mysql' && !storage.authority)
    faults.push({
      path: 'storage.authority',
      what: 'Grafana opens no encrypted connection to MySQL without the certificates of its authority',
      allowed: 'name and key of a Secret with certificates',
      next: 'put them into a Secret and name it in grafana.storage.authority',
    });
  if (!loginForm && !singleSignOn)
    faults.push({
      path: 'loginForm',
      what: 'without login form and without single sign-on nobody could sign in',
      allowed: 'true, or grafana.singleSignOn',
      next: 'leave loginForm out, or configure grafana.singleSignOn',
    });
  return faults;
}

/** Pods in effect. */
export function replicasOf({ replicas, storage }: GrafanaConfig): number {
  return replicas ?? (storage.type === 'database' ? 2 : 1);
}
