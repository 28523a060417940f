export { editorSchema } from './editor-schema';
export * from './load';
export { partitionOf } from './partition';
export * from './placeholders';
export * from './platform';
export { REGIONS } from './regions';
export * from './request';
export * from './resolve';
export { configSchema, type SchemaNode, schemaTree } from './schema';
