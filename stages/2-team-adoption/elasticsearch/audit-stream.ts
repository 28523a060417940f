import { AUDIT_SEARCH } from '../audit/search';
import type { SetupRequest } from './requests';

const keyword = { type: 'keyword', ignore_above: 1024 } as const;
/** Times as the API server writes them, to the microsecond. */
const time = { type: 'date_nanos' } as const;
/** Maps whose keys are not ours: as fields they would multiply without end. */
const map = { type: 'flattened', ignore_above: 1024 } as const;
const user = { properties: { username: keyword, uid: keyword, groups: keyword, extra: map } } as const;

/** An event of audit.k8s.io/v1 below `kubernetes.audit`, field by field; what is not named is stored and not searched. */
export const auditMappings = {
  dynamic: false,
  properties: {
    '@timestamp': time,
    message: { type: 'text' },
    error: { properties: { message: { type: 'text' } } },
    data_stream: { properties: { type: keyword, dataset: keyword, namespace: keyword } },
    event: { properties: { id: keyword } },
    aws: { properties: { cloudwatch: { properties: { log_stream: keyword } } } },
    kubernetes: {
      properties: {
        audit: {
          properties: {
            auditID: keyword,
            level: keyword,
            stage: keyword,
            requestURI: { type: 'keyword', ignore_above: 4096 },
            verb: keyword,
            user,
            impersonatedUser: user,
            // Text and not `ip`: one value that is no address would have the whole event refused.
            sourceIPs: keyword,
            userAgent: keyword,
            objectRef: {
              properties: {
                resource: keyword,
                subresource: keyword,
                namespace: keyword,
                name: keyword,
                uid: keyword,
                apiGroup: keyword,
                apiVersion: keyword,
              },
            },
            responseStatus: {
              properties: { code: { type: 'integer' }, status: keyword, reason: keyword, message: { type: 'text' } },
            },
            requestObject: map,
            responseObject: map,
            requestReceivedTimestamp: time,
            stageTimestamp: time,
            annotations: map,
          },
        },
      },
    },
  },
} as const;

/** Who appends to the audit log, and nothing else; and who reads it, in its space of Kibana only. */
export function auditRoles(readerRole: (indices: string, resource: string) => SetupRequest['body']): SetupRequest[] {
  const { index, writerRole, readerRole: reader, space } = AUDIT_SEARCH;
  return [
    {
      path: `/_security/role/${writerRole}`,
      body: { cluster: ['monitor'], indices: [{ names: [index], privileges: ['auto_configure', 'create_doc'] }] },
    },
    { path: `/_security/role/${reader}`, body: readerRole(index, `space:${space}`) },
  ];
}
