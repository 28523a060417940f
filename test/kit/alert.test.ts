import { type Alert, watched } from '../../src/kit/alert';

const alert: Alert = {
  alert: 'DiskFull',
  expr: 'x > 1',
  for: '5m',
  severity: 'warning',
  owner: 'platform',
  summary: 'A disk is full',
  description: 'Disk {{ $labels.device }} is full.',
  threshold: 'ours',
  page: { meaning: 'm', impact: 'i', look: ['Think.', ['Which one?', 'df -h\ndu -sh /']], end: 'e' },
  proof: { fires: { when: 'full', series: { x: '2' }, at: '5m' }, silent: [] },
};

test('a group gives its rules and a runbook for each alert', () => {
  const { rules, runbooks } = watched({ name: 'disks', rules: [{ record: 'r', expr: 'x' }, alert] });
  expect(rules).toHaveLength(1);
  expect(runbooks).toEqual([
    {
      alert: 'DiskFull',
      meaning: 'm',
      impact: 'i',
      look: '1. Think.\n2. Which one?\n\n   ```sh\n   df -h\n   du -sh /\n   ```\n',
      end: 'e',
    },
  ]);
});
