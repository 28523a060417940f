export { type LoggingConfig, loggingConfig } from './config';
export { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, type LogStream, logging, streams } from './logging';
export { LoggingNamespaces } from './logging.k8s';
