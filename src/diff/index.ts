export * from './compare';
export * from './model';
export * from './render/html';
export * from './render/json';
export * from './render/markdown';
export type * from './render/report';
export * from './render/text';
