export * from './load';
export * from './placeholders';
export * from './platform';
export * from './request';
export * from './resolve';
