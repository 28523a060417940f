export type Fields = Record<string, string>;

interface LogFile {
  readonly inode: number;
  readonly lines: string[];
}

/** The directory of one container's logs, as the kubelet keeps it: https://github.com/kubernetes/kubernetes/blob/030880a5dc54/pkg/kubelet/logs/container_log_manager.go. */
export class ContainerLogs {
  readonly files = new Map<string, LogFile>();
  private inodes = 0;

  constructor(
    /** Path of the live file. */
    readonly live: string,
  ) {
    this.create(live);
  }

  write(...lines: string[]): void {
    this.files.get(this.live)?.lines.push(...lines);
  }

  /** Compresses what was rotated before, renames the live file and begins a new one. `at` is `20060102-150405`. */
  rotate(at: string): void {
    for (const [path] of [...this.files]) {
      if (path === this.live || path.endsWith('.gz')) continue;
      this.files.delete(path);
      this.create(`${path}.gz`);
    }
    const file = this.files.get(this.live);
    if (!file) throw new Error('nothing to rotate');
    this.files.set(`${this.live}.${at}`, file);
    this.create(this.live);
  }

  private create(path: string): void {
    this.inodes += 1;
    this.files.set(path, { inode: this.inodes, lines: [] });
  }
}

/** A path pattern as Ruby's `Dir.glob` reads it, as far as ours go. */
export function glob(pattern: string): RegExp {
  const part = (text: string) =>
    text.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : `\\${sign}`));
  return new RegExp(`^${part(pattern)}$`);
}

export interface TailOptions {
  readonly paths: readonly string[];
  readonly excluded: readonly string[];
  readonly followInodes: boolean;
}

/** Positions, by inode or by path: the file that outlives the collector. */
export type Positions = Map<number | string, number>;

/**
 * What in_tail does with files that are renamed under it: refresh_watchers, update_watcher and on_rotate of
 * https://github.com/fluent/fluentd/blob/ff8682d79743/lib/fluent/plugin/in_tail.rb. Time does not pass in it.
 */
export class Tail {
  private readonly watchers = new Map<string, LogFile>();

  constructor(
    private readonly options: TailOptions,
    private readonly logs: ContainerLogs,
    private readonly positions: Positions,
    private readonly emit: (tag: string, line: string) => void,
  ) {
    this.refresh();
  }

  /** Looks for files it does not follow yet, and forgets those that are gone. */
  refresh(): void {
    const targets = [...this.logs.files].filter(([path]) => this.reads(path));
    const keys = new Set(targets.map(([path, file]) => this.key(path, file)));
    const followed = new Set([...this.watchers].map(([path, file]) => this.key(path, file)));
    for (const [path, file] of [...this.watchers]) if (!keys.has(this.key(path, file))) this.watchers.delete(path);
    for (const [path, file] of targets) if (!followed.has(this.key(path, file))) this.watch(path, file);
  }

  /** Reads what is new, and finds out that a file was replaced. */
  poll(): void {
    for (const [path, file] of [...this.watchers]) {
      this.read(path, file);
      const now = this.logs.files.get(path);
      if (now === file) continue;
      if (!now) this.watchers.delete(path);
      else {
        if (!this.options.followInodes) this.positions.set(path, 0);
        this.watch(path, now);
      }
    }
  }

  private watch(path: string, file: LogFile): void {
    this.watchers.set(path, file);
    this.read(path, file);
  }

  private read(path: string, file: LogFile): void {
    const key = this.key(path, file);
    const tag = `kubernetes${path.replaceAll('/', '.')}`;
    for (const line of file.lines.slice(this.positions.get(key) ?? 0)) this.emit(tag, line);
    this.positions.set(key, file.lines.length);
  }

  private key(path: string, file: LogFile): number | string {
    return this.options.followInodes ? file.inode : path;
  }

  private reads(path: string): boolean {
    const among = (patterns: readonly string[]) => patterns.some((pattern) => glob(pattern).test(path));
    return among(this.options.paths) && !among(this.options.excluded);
  }
}

/** What the plugin does with parts: fluent-plugin-concat 2.6.2, process, process_partial_cri and filter_stream in filter_concat.rb. */
export class Joiner {
  private readonly waiting = new Map<string, Fields[]>();

  constructor(private readonly options: Readonly<Record<string, unknown>>) {}

  add(tag: string, record: Fields): Fields[] {
    const { stream_identity_key: stream, partial_cri_logtag_key: logtag } = this.options;
    const identity = `${tag}:${stream ? record[String(stream)] : 'default'}`;
    const parts = [...(this.waiting.get(identity) ?? []), record];
    this.waiting.set(identity, parts);
    if (record[String(logtag)]?.split(':')[0] !== 'F') return [];
    this.waiting.delete(identity);
    return [this.merge(parts)];
  }

  /** What nobody waits for any longer, once flush_interval is over. */
  expire(): Fields[] {
    const late = [...this.waiting.values()].map((parts) => this.merge(parts));
    this.waiting.clear();
    return late;
  }

  private merge(parts: readonly Fields[]): Fields {
    const key = String(this.options.key);
    const separator = this.options.separator === undefined ? '\n' : String(this.options.separator);
    const merged: Fields = { ...parts[0], ...parts.at(-1), [key]: parts.map((part) => part[key]).join(separator) };
    delete merged[String(this.options.partial_cri_stream_key ?? 'stream')];
    return merged;
  }
}
