import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { judged, pass } from './support/judges';
import { writeVariant } from './support/variants';

const plane = { name: 'api-server', variable: 'PROOF_API_SERVER' };
const folder = join(__dirname, '../access');

judged([plane], 'who may do what, asked of a real API server', (command) => {
  test.each(readdirSync(folder))('%s', async (matrix) => {
    const { kubernetes } = await writeVariant({ stage: 1 });
    await pass(command, ['can', join(folder, matrix), '--dir', kubernetes]);
  });
});
