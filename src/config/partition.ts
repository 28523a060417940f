import { REGIONS_BY_PARTITION } from './regions';

/** AWS partition of a region. */
export function partitionOf(region: string): string {
  const found = Object.entries(REGIONS_BY_PARTITION).find(([, regions]) => regions.some((name) => name === region));
  if (!found) throw new Error(`no partition has the region ${region}`);
  return found[0];
}
