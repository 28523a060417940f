export * from './apply';
export * from './read';
