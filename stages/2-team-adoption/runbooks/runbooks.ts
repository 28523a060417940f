import { collectMonitoring } from '../../../src/kit/collect';
import { type Context, component } from '../../../src/kit/contract';
import { templates } from '../../../src/kit/templates';
import { grafana } from '../grafana';
import { alertIndex, alertPage } from './pages';

/** The pages people open when they are called: one for each alert of every stage, a list of them, and the on-call checklist. */
export const runbooks = component({
  name: 'runbooks',
  title: 'Runbooks',
  summary: 'A page for every alert, and the checklist of whoever is on call',
  files: (context) => {
    const { rules, runbooks: pages } = collectMonitoring(context);
    const alerts = rules.flatMap((group) => group.rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));
    const withPage = alerts.flatMap((alert) => {
      const page = pages.find((one) => one.alert === alert.alert);
      return page ? [{ alert, page }] : [];
    });
    return [
      ...templates('2-team-adoption', onCallValues(context), { select: (path) => path === 'runbooks/on-call.md' }),
      ...withPage.map(({ alert, page }) => ({
        path: `runbooks/alerts/${alert.alert}.md`,
        text: alertPage(alert, page, context.platform.name),
      })),
      { path: 'runbooks/alerts/README.md', text: alertIndex(withPage.map(({ alert }) => alert)) },
    ];
  },
});

function onCallValues(context: Context) {
  const config = context.configOf(grafana);
  return { cluster: context.platform.name, ownCredentials: config !== undefined && config.credentials === undefined };
}
