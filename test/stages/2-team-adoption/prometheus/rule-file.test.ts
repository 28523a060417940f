import { ruleFile, runbookBase } from '../../../../stages/2-team-adoption/prometheus';
import { rendered } from '../support/rendered';

test('an alert carries severity, team, runbook and where its threshold comes from', () => {
  const file = ruleFile(
    [
      {
        name: 'vault',
        intervalSeconds: 60,
        rules: [
          { record: 'vault:up:sum', expr: 'sum(up)' },
          {
            alert: 'VaultSealed',
            expr: 'vault_core_unsealed == 0',
            for: '5m',
            keepFiringFor: '10m',
            severity: 'critical',
            owner: 'platform',
            summary: 'Vault is sealed',
            description: 'Nobody gets a secret.',
            threshold: 'sealed is sealed',
            labels: { system: 'vault' },
          },
        ],
      },
    ],
    'https://github.com/acme/platform/blob/HEAD/runbooks/alerts',
  );
  expect(file).toEqual({
    groups: [
      {
        name: 'vault',
        interval: '60s',
        rules: [
          { record: 'vault:up:sum', expr: 'sum(up)' },
          {
            alert: 'VaultSealed',
            expr: 'vault_core_unsealed == 0',
            for: '5m',
            keep_firing_for: '10m',
            labels: { system: 'vault', severity: 'critical', team: 'platform' },
            annotations: {
              summary: 'Vault is sealed',
              description: 'Nobody gets a secret.',
              runbook_url: 'https://github.com/acme/platform/blob/HEAD/runbooks/alerts/VaultSealed.md',
              threshold: 'sealed is sealed',
            },
          },
        ],
      },
    ],
  });
});

test.each([
  ['https://github.com/acme/platform', 'https://github.com/acme/platform/blob/HEAD/runbooks/alerts'],
  ['https://github.com/acme/platform.git', 'https://github.com/acme/platform/blob/HEAD/runbooks/alerts'],
  ['https://gitlab.acme.com/ops/platform/', 'https://gitlab.acme.com/ops/platform/-/blob/HEAD/runbooks/alerts'],
])('runbooks of %s are read at %s', (repository, base) => {
  expect(runbookBase(repository)).toBe(base);
});

test('rules lie in one file for each component', async () => {
  const { rules } = await rendered();
  for (const name of Object.keys(rules)) expect(name).toMatch(/^[a-z0-9-]+\.yml$/);
});
