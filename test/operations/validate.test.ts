import { catalog } from '../../src/catalog';
import { validate } from '../../src/operations/validate';
import { ladder } from '../../stages';

test('the highest stage has no problems by its defaults', async () => {
  const highest = Math.max(...ladder.map(({ number }) => number));
  const result = await validate(ladder, catalog, { config: { stage: highest } });
  expect(result.problems).toEqual([]);
  expect(result.fill.map(({ path }) => path)).toContain('account');
});

test.each(['karpenter', 'auto'])('stage 2 with %s compute has no problems', async (type) => {
  const { problems } = await validate(ladder, catalog, { config: { stage: 2, set: [`cluster.compute.type=${type}`] } });
  expect(problems).toEqual([]);
});

test('what is likely a slip is said, and is no problem', async () => {
  const { problems, warnings } = await validate(ladder, catalog, { config: { set: ['network.nat=none'] } });
  expect(problems).toEqual([]);
  expect(warnings.map(({ where }) => where)).toEqual(['network.nat']);
});
