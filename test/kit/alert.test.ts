import { type Alert, watched } from '../../src/kit/alert';
import { ruleFile, runbookUrl } from '../../src/kit/rules';

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

test('a rule file has what Prometheus reads and nothing else', () => {
  const file = ruleFile([{ name: 'disks', intervalSeconds: 60, rules: [{ record: 'r', expr: 'x' }, alert] }], {
    repository: 'https://github.com/acme/platform',
  });
  expect(file).toEqual({
    groups: [
      {
        name: 'disks',
        interval: '60s',
        rules: [
          { record: 'r', expr: 'x' },
          {
            alert: 'DiskFull',
            expr: 'x > 1',
            for: '5m',
            labels: { severity: 'warning', team: 'platform' },
            annotations: {
              summary: 'A disk is full',
              description: 'Disk {{ $labels.device }} is full.',
              runbook_url: 'https://github.com/acme/platform/blob/main/runbooks/alerts/DiskFull.md',
            },
          },
        ],
      },
    ],
  });
});

test('the address of a page takes the repository with or without .git', () => {
  expect(runbookUrl('A', 'https://git.acme.io/p.git')).toBe('https://git.acme.io/p/blob/main/runbooks/alerts/A.md');
});
