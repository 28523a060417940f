export * from './contract';
export * from './errors';
export * from './identity';
export * from './image';
export * from './ladder';
export * from './monitoring';
