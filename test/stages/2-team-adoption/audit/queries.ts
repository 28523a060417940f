/**
 * The two query languages of the runbook, so far as it uses them: conditions joined by `and`. What is not known is refused.
 * Sources: CloudWatch Logs Insights query syntax, `filter`; Kibana Query Language.
 */

const at = (event: any, path: string) =>
  path.split('.').reduce<any>((value, key) => (value === null ? undefined : value?.[key]), event);

const unquoted = (text: string) => text.trim().replace(/^"(.*)"$/, '$1');

/** Whether a filter of Logs Insights lets an event through. */
export function insights(query: string, event: unknown): boolean {
  return query.split(' and ').every((condition) => {
    const [, present] = /^ispresent\((\S+)\)$/.exec(condition) ?? [];
    if (present) return at(event, present) !== undefined;
    const [, field = '', operator, operand = ''] = /^(\S+) (not like|like|in|=|<) (.+)$/.exec(condition) ?? [];
    const value = at(event, field);
    switch (operator) {
      case 'like':
      case 'not like':
        return new RegExp(operand.slice(1, -1)).test(String(value ?? '')) === (operator === 'like');
      case 'in':
        return operand.slice(1, -1).split(',').map(unquoted).includes(value);
      case '=':
        return String(value) === unquoted(operand);
      case '<':
        return typeof value === 'number' && value < Number(operand);
      default:
        throw new Error(`not understood: ${condition}`);
    }
  });
}

/** Whether KQL finds an event that stands below `kubernetes.audit`. */
export function kql(query: string, event: unknown): boolean {
  return query.split(' and ').every((condition) => {
    const not = condition.startsWith('not ');
    const [, field = '', operator, operand = ''] =
      /^(?:not )?kubernetes\.audit\.(\S+) (:|<) (.+)$/.exec(condition) ?? [];
    if (!operator) throw new Error(`not understood: ${condition}`);
    const value = at(event, field);
    const held =
      operator === '<'
        ? typeof value === 'number' && value < Number(operand)
        : operand
            .replace(/^\((.*)\)$/, '$1')
            .split(' or ')
            .some((wanted) => value !== undefined && like(String(value), wanted));
    return held !== not;
  });
}

/** An asterisk is any text, but between quotes it is an asterisk; a colon is escaped. */
function like(value: string, wanted: string): boolean {
  if (wanted.startsWith('"')) return value === unquoted(wanted);
  const text = wanted.replaceAll('\\:', ':');
  const pattern = text.split('*').map((part) => part.replaceAll(/[.?^$+(){}|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(value);
}
