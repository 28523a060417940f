import { CHOICES } from '../support/resolved';
import { judged, pass } from './support/judges';
import { variant, variantNames, writeVariant } from './support/variants';

const simulator = { name: 'aws-simulator', variable: 'PROOF_AWS_SIMULATOR' };

judged([simulator], 'the real Terraform and AWS provider on a simulated AWS', (command) => {
  test.concurrent.each(variantNames)('%s applies, plans nothing the second time, and destroys', async (name) => {
    const { terraform } = await writeVariant({ ...variant(name), stage: 1 });
    await pass(command, ['apply', terraform]);
  });

  test.concurrent.each(CHOICES)('climbing from stage 1 to 2 replaces and destroys nothing: %j', async (choice) => {
    const lower = await writeVariant({ stage: 1 });
    const upper = await writeVariant({ stage: 2, ...choice });
    await pass(command, ['climb', '--idempotent', lower.terraform, upper.terraform]);
  });
});
