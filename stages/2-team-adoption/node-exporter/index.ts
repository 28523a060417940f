export { type NodeExporterConfig, nodeExporterConfig } from './config';
export { NODE_EXPORTER_NAMESPACE, nodeExporter } from './node-exporter';
export { NodeExporter, type NodeExporterProps } from './node-exporter.k8s';
