/**
 * Address name of a principal's access entry: what it may do and who it is, for example `admin_platform`. The account
 * is in it only if it is another one than the cluster's.
 */
export function principalSlug(kind: string, arn: string, account: string): string {
  const [, , , , owner = '', path = ''] = arn.split(':');
  const name = path.slice(path.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return [kind, ...(owner === account ? [] : [owner]), name].join('_');
}
