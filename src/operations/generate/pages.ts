import type { StarterFile } from '../../kit/contract';

const PATCHES = `# patches

Changes of rendered files that no key of \`stagecraft.yaml\` makes. Every document of every \`*.yaml\` here is one patch; files are
applied in the order of their names, before anything is written. A patch that hits nothing stops the run and names the nearest
targets; one whose target only a later stage has waits for that stage.

An object, merged as the Kubernetes API merges (list items are paired by the API's own keys, \`null\` removes,
\`$patch: delete\` and \`$patch: replace\` do what they say):

\`\`\`yaml
target: {kind: Deployment, name: grafana, namespace: monitoring}
merge:
  spec:
    replicas: 3
\`\`\`

The same target, or a Terraform block (\`<stack>/<type>.<name>\`, \`<stack>/data.<type>.<name>\`, or a whole section such as
\`<stack>/output\`), by JSON patch:

\`\`\`yaml
target: {terraform: cluster/aws_eks_cluster.this}
patch:
  - {op: add, path: /tags, value: {team: blue}}
\`\`\`

\`merge\` on a Terraform block is a JSON merge: maps merge, \`null\` removes, lists are replaced. Text in a Terraform patch is
Terraform's: \`\${...}\` is a reference there, \`$\${\` a dollar and a brace. A patch cannot change kind, name or namespace.
`;

const EXTENSIONS = `# extensions

What the team adds and stagecraft does not make. Kubernetes objects in \`kubernetes/*.yaml\` here are rendered with the others, as
the directory \`kubernetes/extensions\` of the last layer; patches reach them too. Nothing else here is read.
`;

/** What Terraform leaves in a directory; states and plans hold values nobody should commit. */
const IGNORED = `.terraform/
*.tfstate
*.tfstate.*
*.tfplan
crash.log
`;

/** Rendered files are compared byte by byte, so line ends must survive a checkout; reviews fold them away. */
const ATTRIBUTES = `* text=auto eol=lf
terraform/** linguist-generated=true
kubernetes/** linguist-generated=true
.stagecraft/** linguist-generated=true
`;

/** What every bundle has whatever its components: pages of the team's own directories, and what git should know. */
export const TEAM_FILES: readonly StarterFile[] = [
  { path: '.gitattributes', text: ATTRIBUTES },
  { path: '.gitignore', text: IGNORED },
  { path: 'patches/README.md', text: PATCHES },
  { path: 'extensions/README.md', text: EXTENSIONS },
];
