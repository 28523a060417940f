export * from './add';
export type * from './api';
export * from './budget';
export * from './chart';
export * from './labels';
export * from './namespace';
export * from './network-policy';
export * from './scheduling';
export * from './security';
