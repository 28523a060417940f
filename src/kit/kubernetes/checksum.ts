import { createHash } from 'node:crypto';

/** Annotation that rolls a workload when what it mounts changes: for software that reads its configuration only at its start. */
export function configChecksum(data: Readonly<Record<string, string>>): Record<string, string> {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${text}\0`);
  return { 'stagecraft.io/config-checksum': hash.digest('hex').slice(0, 16) };
}
