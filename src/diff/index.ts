export * from './compare';
export * from './model';
export * from './render/json';
export type * from './render/report';
export * from './render/text';
