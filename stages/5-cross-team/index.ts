export { crossTeam } from './stage';
