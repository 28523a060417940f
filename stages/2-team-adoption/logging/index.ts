export { COLLECTORS, type CollectorName, type LogStore, STORE_PORT, STORES, type StoreName } from './choices';
export { type CollectionConfig, collectionConfig } from './collection';
export type { CollectorTask } from './collector';
export { Collector, type CollectorPlace, type CollectorProps } from './collector.k8s';
export { type LoggingConfig, loggingConfig } from './config';
export {
  COLLECTION_NAMESPACE,
  LOGGING_NAMESPACE,
  type LogRoutes,
  type LogStream,
  logging,
  routes,
  storeFaults,
  storeOf,
  streams,
} from './logging';
export { LoggingNamespaces } from './logging.k8s';
export { redactions } from './redactions';
export { archiveBucket, archiveIdentity } from './store/archive';
export { LogArchive, type LogArchiveProps } from './store/archive.aws';
export { StoreCertificates, type StoreCertificatesProps } from './store/certificates.k8s';
export { StoreExporter, type StoreExporterProps } from './store/exporter.k8s';
export type { StoreNames, StoreUser } from './store/names';
