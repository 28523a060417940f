import type { Dashboard, Datasource } from '../../../src/kit/monitoring';
import { PATHS } from './settings';

/** Data sources as Grafana provisions them; what is no longer declared is taken away, people cannot edit the others. */
export function datasourceFile(datasources: readonly Datasource[]) {
  return {
    apiVersion: 1,
    prune: true,
    datasources: datasources.map(({ uid, name, type, url, isDefault, jsonData, secureJsonData }) => ({
      uid,
      name,
      type,
      access: 'proxy',
      orgId: 1,
      url,
      isDefault: isDefault ?? false,
      editable: false,
      ...(jsonData ? { jsonData } : {}),
      ...(secureJsonData ? { secureJsonData } : {}),
    })),
  };
}

/** One provider a folder: dashboards are read from files and cannot be saved over. */
export function dashboardFile(dashboards: readonly Pick<Dashboard, 'folder'>[]) {
  return {
    apiVersion: 1,
    providers: folders(dashboards).map((folder) => ({
      name: folder,
      orgId: 1,
      folder,
      folderUid: slug(folder),
      type: 'file',
      // A dashboard that left the bundle leaves Grafana too; a database would show it for ever.
      disableDeletion: false,
      allowUiUpdates: false,
      updateIntervalSeconds: 30,
      options: { path: `${PATHS.dashboards}/${slug(folder)}` },
    })),
  };
}

/** Folders in the order they first appear. */
export function folders(dashboards: readonly Pick<Dashboard, 'folder'>[]): string[] {
  return [...new Set(dashboards.map(({ folder }) => folder))];
}

/** Name of a folder's directory, volume and uid. */
export function slug(folder: string): string {
  return folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
