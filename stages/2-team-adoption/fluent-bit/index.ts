export { type FluentBitConfig, fluentBitConfig } from './config';
export { fluentBit } from './fluent-bit';
export { FluentBit, type FluentBitProps } from './fluent-bit.k8s';
export { configuration, type FluentBitConfiguration } from './pipeline';
export { shapeScript } from './script';
