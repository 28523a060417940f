// What the bundled command line leaves out of its libraries: parts nothing of ours reaches, which Node would read each time.
import { readFileSync } from 'node:fs';

/** Modules that are empty in the bundle. */
const EMPTY = [
  // zod's messages in some fifty languages; ours are in English and written by us.
  /\/zod\/.*\/locales\/index\.(?:js|cjs)$/,
  // cdk8s writing and reading files, running helm; its YAML library alone is larger than the rest of it.
  /\/cdk8s\/lib\/(?:yaml|helm|include|testing)\.js$/,
  // cdktf writing its output directory and archives, checking the Terraform that is installed, writing HCL.
  /\/cdktf\/lib\/(?:testing\/(?:index|matchers)|hcl\/render|private\/fs)\.js$/,
  /\/cdktf\/lib\/validations\/validate-(?:binary|terraform)-version\.js$/,
  /\/cdktf\/node_modules\/json-stable-stringify\/index\.js$/,
  // The second and third form of Grafana's dashboards; ours are of the first.
  /\/grafana-foundation-sdk\/dist\/dashboardv2(?:beta1)?\/index\.js$/,
];

/** @type {import('esbuild').Plugin} */
export const leaveOut = {
  name: 'leave out',
  setup({ onLoad, onEnd }) {
    const found = new Set();
    onLoad({ filter: /\.c?js$/ }, ({ path }) => {
      const unix = path.replaceAll('\\', '/');
      const empty = EMPTY.find((pattern) => pattern.test(unix));
      if (empty) {
        found.add(empty);
        return { contents: '' };
      }
      // Node 22 warns of it on every run.
      if (unix.endsWith('/cdktf/lib/terraform-output.js'))
        return { contents: readFileSync(path, 'utf8').replace('(0, util_2.isArray)', 'Array.isArray') };
      if (!/\/@cdktf\/provider-aws\/lib\/[^/]+\/index\.js$/.test(unix)) return undefined;
      return { contents: withoutHcl(readFileSync(path, 'utf8')) };
    });
    // A library that was rearranged must not grow the bundle in silence.
    onEnd(() => ({
      errors: EMPTY.filter((pattern) => !found.has(pattern)).map((pattern) => ({
        text: `nothing matches ${pattern}: see scripts/leave-out.mjs`,
      })),
    }));
  },
};

/** A class of the provider without what only cdktf's HCL output and its import helper call: a third of it. */
function withoutHcl(code) {
  return code
    .replaceAll(/^exports\.\w+ToHclTerraform = \w+;\n/gm, '')
    .replaceAll(/^function \w+ToHclTerraform\(.*\n(?: .*\n|\n)*?}\n/gm, '')
    .replaceAll(/^ {4}(?:synthesizeHclAttributes|static generateConfigForImport)\(.*\n(?: {8}.*\n|\n)*? {4}}\n/gm, '');
}
