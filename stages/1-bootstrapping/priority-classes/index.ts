export { PRIORITY, type Priority, priorityClasses } from './priority-classes';
export { PriorityClasses } from './priority-classes.k8s';
