import { App, TerraformStack } from 'cdktf';
import { ENGINE_VERSION } from './engine';
import type { TerraformDocument } from './synth';

/** A stack as it was synthesized. */
export interface FinishedStack {
  readonly name: string;
  readonly after: readonly string[];
  readonly document: TerraformDocument;
}

/**
 * Hands cdktf a document that is finished, so that none of its defaults are laid over it. Its command line cannot do
 * without the comment that names stack and backend.
 */
class Finished extends TerraformStack {
  constructor(
    app: App,
    private readonly finished: FinishedStack,
  ) {
    super(app, finished.name);
  }

  override toTerraform(): TerraformDocument {
    const { document, name } = this.finished;
    const { backend } = document.terraform as { backend?: object };
    const metadata = { version: ENGINE_VERSION, stackName: name, backend: Object.keys(backend ?? { cloud: {} })[0] };
    return { '//': { metadata, outputs: {} }, ...document };
  }
}

/**
 * A cdktf app of finished stacks, for cdktf's own command line: it names the output directory in the environment, which is
 * why nothing else of ours hosts its stacks in an `App`.
 */
export function cdktfApp(stacks: readonly FinishedStack[]): App {
  const app = new App();
  const built = new Map(stacks.map((stack) => [stack.name, new Finished(app, stack)]));
  for (const { name, after } of stacks)
    for (const other of after) {
      const dependency = built.get(other);
      if (dependency) built.get(name)?.addDependency(dependency);
    }
  return app;
}
