import { type Context, component } from '../../../src/kit/contract';
import { templates } from '../../../src/kit/templates';
import { handbookValues } from './values';

/** What people of a cluster read and run: README, runbooks, CODEOWNERS, scripts. It collects from every stage in force. */
export const handbook = component({
  name: 'handbook',
  title: 'Handbook',
  summary: 'README, runbooks, CODEOWNERS, pull-request template and the apply script of the bundle',
  files: (context: Context) => {
    const values = handbookValues(context);
    const left = [
      ...(values.state.type === 's3' ? [] : ['scripts/bootstrap-state.sh']),
      ...(values.karpenter ? [] : ['scripts/values/karpenter.yaml']),
      ...(values.access.type === 'ssm' ? [] : ['scripts/connect.sh']),
    ];
    return templates('1-bootstrapping', { ...values }, { select: (path) => !left.includes(path) });
  },
});
