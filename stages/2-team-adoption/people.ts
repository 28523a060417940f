import type { People } from '../../src/kit/contract';

/** The people's work of team-wide adoption: who owns what, what a reviewer looks at, what must be true before projects come. */
export const people: People = {
  owners: {
    '/kubernetes/alertmanager/': 'platform',
    '/kubernetes/grafana/': 'platform',
    '/kubernetes/prometheus/': 'platform',
    '/runbooks/': 'platform',
    '/terraform/observability/': 'security',
  },
  review: [
    'A changed alert says what a person does when it fires at night; what nobody can act on is a panel, not an alert',
    'A changed threshold has its source beside it, and a case that fires and one that is silent',
    'A new scrape target names its budget of series, and the memory of Prometheus was raised before it',
    'Receivers are names of Secrets: no address with a token in it is in the change',
    'The Watchdog still reaches a service outside of the cluster that calls a person when it stops',
    'A tenant reads its own logs and no others; shorter retention and changed redactions were agreed with security',
    'Grafana gives roles to groups, never to a person by name; dashboards are changed here, not by hand',
  ],
  ready: [
    'Every critical alert was fired once on purpose, or its command in the runbook was tried, and a person was called',
    'Two people or more are on call in turn, and each has worked through runbooks/on-call.md',
    'The service outside of the cluster called someone after Alertmanager was away for an hour',
    'For two weeks no alert fired that nobody acted on; those that did were mended or removed',
    'One of the two Prometheus servers was deleted, and no alert and no dashboard was missed',
    'Every deployment comes from the repository; nobody needs the right to write with kubectl',
    'The audit log was asked once who read a Secret, and gave the answer',
    'A line of a test pod was found in the log store within a minute',
  ],
};
