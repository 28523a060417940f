import { collectMonitoring } from '../../../src/kit/collect';
import { component } from '../../../src/kit/contract';
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
      ...withPage.map(({ alert, page }) => ({
        path: `runbooks/alerts/${alert.alert}.md`,
        text: alertPage(alert, page, context.platform.name),
      })),
      { path: 'runbooks/alerts/README.md', text: alertIndex(withPage.map(({ alert }) => alert)) },
    ];
  },
});
