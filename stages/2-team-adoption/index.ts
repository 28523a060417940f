export { teamAdoption } from './stage';
