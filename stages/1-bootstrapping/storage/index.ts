export { SNAPSHOT_CLASS, STORAGE_CLASS, type StorageConfig, storage, volumeKeyArn } from './storage';
