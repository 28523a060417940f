export * from './apply';
export * from './derive';
export * from './read';
