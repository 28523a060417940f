import type { ConfigFault, Context } from '../../../src/kit/contract';
import { logging } from '../logging/logging';
import { parsePattern } from './pattern';
import { patternOf } from './script';

/** Faults of patterns this collector cannot take apart: it has no regular expressions that replace. */
export function patternFaults({ contextOf }: Context): ConfigFault[] {
  return contextOf(logging).config.collection.redact.flatMap((redaction, index) => {
    const reason = faultOf(patternOf(redaction).pattern);
    if (!reason) return [];
    return [
      {
        path: `/logging.collection.redact.${index}${typeof redaction === 'string' ? '' : '.pattern'}`,
        what: `fluent-bit cannot do this: ${reason}`,
        allowed: 'characters, sets, groups, choices, repetitions up to 1000, ^ $ \\b, look ahead and behind, (?i)',
        next: 'write the pattern without it, or set logging.collector: fluentd',
      },
    ];
  });
}

function faultOf(pattern: string): string | undefined {
  try {
    parsePattern(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
