export { PRIORITY, type Priority, priorityClasses } from './priority-classes';
