export * from './add';
export type * from './api';
export * from './chart';
export * from './labels';
export * from './scheduling';
export * from './security';
