export { projectOnboarding } from './stage';
