export * from './platform';
export * from './resolve';
