export { type CertificatesProps, ElasticsearchCertificates } from './certificates.k8s';
export { type ElasticsearchConfig, type ElasticsearchSize, elasticsearchConfig, SIZES } from './config';
export { archiveIdentity, elasticsearch, elasticsearchUsers } from './elasticsearch';
export { ElasticsearchArchive, type ElasticsearchArchiveProps } from './elasticsearch.aws';
export { Elasticsearch, type ElasticsearchProps } from './elasticsearch.k8s';
export { ElasticsearchExporter, type ElasticsearchExporterProps } from './exporter.k8s';
export { archiveBucket, type ElasticsearchUser, elasticsearchNames } from './names';
export { type SetupProps, type SetupRequest, setupRequests } from './requests';
export { ElasticsearchSetup, type ElasticsearchSetupProps } from './setup.k8s';
