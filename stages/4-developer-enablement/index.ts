export { developerEnablement } from './stage';
