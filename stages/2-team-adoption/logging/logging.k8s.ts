import { Construct } from 'constructs';
import { guardedNamespace } from '../../../src/kit/kubernetes';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE } from './logging';

/** The two namespaces of logging. */
export class LoggingNamespaces extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    guardedNamespace(this, { name: LOGGING_NAMESPACE });
    guardedNamespace(this, {
      name: COLLECTION_NAMESPACE,
      podSecurity: 'privileged',
      reason:
        'collectors read container logs from the host and keep their buffers there; hostPath is what both other levels refuse',
    });
  }
}

export function buildLogging(scope: Construct): void {
  new LoggingNamespaces(scope, 'logging');
}
