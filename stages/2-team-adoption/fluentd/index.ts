export { type FluentdConfig, fluentdConfig } from './config';
export { fluentd } from './fluentd';
export { Fluentd, type FluentdProps } from './fluentd.k8s';
export { pipeline } from './pipeline';
export { type Parameter, renderSections, type Section } from './sections';
