import type { Alert } from '../../../src/kit/alert';
import { archiveAlert, storeAlerts } from '../logging/store/alerts';
import { elasticsearchNames as names } from './names';

const JOB = `job="${names.exporter}"`;
const ask = (path: string) =>
  `kubectl exec -n logging ${names.name}-0 -c ${names.name} -- bash -c 'curl -s --cacert config/http/ca.crt -u "elastic:$(cat /run/elasticsearch/password)" "https://localhost:9200/${path}"'`;

/** What goes wrong with the store. */
export const elasticsearchAlerts: readonly Alert[] = [
  ...storeAlerts({ title: 'Elasticsearch', names, ask }),
  archiveAlert({
    names,
    impact:
      'No index is deleted before a snapshot holds it, so the volumes fill up. A lost cluster loses what is not archived.',
    lastRun: ask('_slm/policy/archive?human&pretty'),
    verify: ask('_snapshot/archive/_verify?pretty').replace('curl -s', 'curl -s -X POST'),
    mended: 'Then run it by hand: `POST _slm/policy/archive/_execute`.',
  }),
  {
    alert: 'LogLifecycleStuck',
    expr: `count by (index) (elasticsearch_ilm_index_status{${JOB},step="ERROR"} == 1)`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'An index of logs does not move on',
    description: 'The lifecycle of {{ $labels.index }} stands at an error.',
    threshold: 'Elasticsearch looks every ten minutes and tries again by itself; after three times it needs help.',
    page: {
      meaning:
        'A step of the index’s lifecycle (roll over, merge, wait for a snapshot, delete) failed and is not repeated with success.',
      impact: 'The index grows or stays longer than it should; in the end the volumes are full.',
      look: [['Which step, and why?', ask('logs-kubernetes-*/_ilm/explain?only_errors=true&pretty')]],
      end: 'Mend the reason it gives, then `POST <index>/_ilm/retry`.',
    },
    proof: {
      fires: {
        when: 'a step failed',
        series: {
          [`elasticsearch_ilm_index_status{${JOB},index="i",phase="warm",action="forcemerge",step="ERROR"}`]: '1x60',
        },
        at: '40m',
        labels: { index: 'i' },
      },
      silent: [
        {
          when: 'steps go on',
          series: {
            [`elasticsearch_ilm_index_status{${JOB},index="i",phase="hot",action="rollover",step="check-rollover-ready"}`]:
              '1x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
