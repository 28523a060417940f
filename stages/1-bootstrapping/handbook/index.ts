export { handbook } from './handbook';
