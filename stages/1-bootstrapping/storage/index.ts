export { SNAPSHOT_CLASS, STORAGE_CLASS, type StorageConfig, storage, volumeKeyArn } from './storage';
export { StorageClasses, type StorageClassesProps } from './storage.k8s';
