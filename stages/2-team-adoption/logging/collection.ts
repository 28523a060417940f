import { z } from 'zod';
import { redactions } from './redactions';

const builtIn = Object.keys(redactions) as [string, ...string[]];

/** What is done to a log on its node, whichever collector does it. */
export const collectionConfig = z.strictObject({
  bufferGiB: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(4)
    .describe(
      'Disk of the node that waiting logs may take, GiB. Default: 4. When it is full, Fluentd stops reading, and what the kubelet rotates away meanwhile is lost; Fluent Bit reads on and drops what has waited longest.',
    ),
  multiline: z
    .array(
      z.strictObject({
        namespaces: z.array(z.string().min(1)).default([]).describe('Namespaces it is for. Default: all.'),
        start: pattern('What the first line of an entry looks like.'),
      }),
    )
    .max(20)
    .default([])
    .describe('Entries of several lines, such as stack traces. Default: none; a line is an entry.'),
  redact: z
    .array(
      z.union([
        z.enum(builtIn),
        z.strictObject({
          pattern: pattern('What is replaced.'),
          by: z
            .string()
            .regex(/^[^\n']*$/)
            .default('[redacted]')
            .describe('What it is replaced by. Default: [redacted].'),
        }),
      ]),
    )
    .default(['bearer-token', 'aws-access-key', 'private-key'])
    .describe(
      'What is cut out of messages before they leave the node: names of built-in patterns, or patterns of your own. Default: bearer-token, aws-access-key, private-key.',
    ),
  excludeNamespaces: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
        .meta({ allowed: 'the name of a namespace' }),
    )
    .default([])
    .describe('Namespaces whose logs are not collected. Default: none.'),
});

/** Memory of a collector, as every one of them takes it. */
export function collectorMemory(fallback: string) {
  return z
    .string()
    .regex(/^[1-9]\d*(?:Mi|Gi)$/)
    .meta({ allowed: 'memory such as 512Mi or 2Gi' })
    .default(fallback)
    .describe(`Memory of a collector, request and limit. Default: ${fallback}.`);
}

/** A regular expression as both Ruby and JavaScript read it; no quotes or line breaks, so that it stays one literal. */
function pattern(meaning: string) {
  return z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\n/]+$/)
    .refine(compiles, 'is not a regular expression')
    .describe(`${meaning} A regular expression without slashes.`);
}

function compiles(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

export type CollectionConfig = z.infer<typeof collectionConfig>;
