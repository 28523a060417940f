import { parser } from '@prometheus-io/lezer-promql';

type Tree = ReturnType<typeof parser.parse>;
type SyntaxNode = Tree['topNode'];

/** A query as Prometheus would see it: what Grafana fills in is filled in with something of its kind. */
export function withoutVariables(expr: string): string {
  return expr.replace(/\$__(?:rate_interval|interval|range)/g, '5m').replace(/\$\{?\w+\}?/g, 'x');
}

/** Places where the grammar of PromQL does not accept an expression. */
export function syntaxErrors(expr: string): string[] {
  const text = withoutVariables(expr);
  return all(parser.parse(text), (node) => node.type.isError).map((node) => `${text.slice(0, node.from)}<here>`);
}

/** Names of the metrics an expression reads. */
export function metricNames(expr: string): string[] {
  const text = withoutVariables(expr);
  return all(parser.parse(text), ({ name }) => name === 'VectorSelector').map((selector) => {
    const identifier = selector.getChild('Identifier') ?? selector.getChild('MetricIdentifier');
    if (!identifier) throw new Error(`a selector names no metric: ${text.slice(selector.from, selector.to)}`);
    return text.slice(identifier.from, identifier.to);
  });
}

/** Labels whose values grow with the cluster. */
const MANY = new Set(['pod', 'container', 'instance', 'node', 'persistentvolumeclaim', 'device', 'mountpoint', 'uid']);

/**
 * Whether an expression can return a series a pod, node or volume of the whole cluster: that is what makes a dashboard slow. Bounded are
 * the largest few of something, sums over labels with few values, and what a variable of the dashboard or the job of a single system narrows.
 */
export function isBounded(expr: string): boolean {
  if (/[=~]"\$\w+"/.test(expr) || /job="(prometheus|alertmanager|grafana)"/.test(expr)) return true;
  const text = withoutVariables(expr);
  const tree = parser.parse(text);
  return all(tree, ({ name }) => name === 'VectorSelector').every((selector) => underBound(selector, text));
}

function underBound(selector: SyntaxNode, text: string): boolean {
  for (let node: SyntaxNode | null = selector; node; node = node.parent)
    if (node.name === 'AggregateExpr' && bounds(node, text)) return true;
  const name = text.slice(selector.from, selector.to);
  // Recorded with few series: one a cluster or one a verb.
  return /^apiserver:/.test(name);
}

function bounds(aggregation: SyntaxNode, text: string): boolean {
  const written = text.slice(aggregation.from, aggregation.to);
  if (/^(?:topk|bottomk)\b/.test(written)) return true;
  const grouping = /^\w+\s*by\s*\(([^)]*)\)/.exec(written)?.[1];
  if (grouping === undefined) return !/^\w+\s*without\b/.test(written);
  return grouping.split(',').every((label) => !MANY.has(label.trim()));
}

function all(tree: Tree, wanted: (node: SyntaxNode) => boolean): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter: (node) => {
      if (wanted(node.node)) found.push(node.node);
    },
  });
  return found;
}
