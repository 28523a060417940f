export { type ElasticsearchConfig, type ElasticsearchSize, elasticsearchConfig, SIZES } from './config';
export { auditWriter, elasticsearch, elasticsearchUsers } from './elasticsearch';
export { Elasticsearch, type ElasticsearchProps } from './elasticsearch.k8s';
export { elasticsearchNames } from './names';
export { type SetupProps, type SetupRequest, setupRequests } from './requests';
export { ElasticsearchSetup, type ElasticsearchSetupProps } from './setup.k8s';
