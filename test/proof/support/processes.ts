import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A free port of this machine. */
export async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Waits until something is true; fails with what was waited for. */
export async function until(what: string, check: () => boolean | Promise<boolean>, seconds = 90): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await check()) return;
    await pause(200);
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

/** Whether an address answers with 200. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Programs a proof started; all of them are ended with `endAll`. */
export class Processes {
  private readonly running: ChildProcess[] = [];

  start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.running.push(child);
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        log += chunk;
      });
    return { child, log: () => log, kill: () => end(child, 'SIGKILL') };
  }

  async endAll(): Promise<void> {
    await Promise.all(this.running.map((child) => end(child, 'SIGKILL')));
  }
}

export interface RunningProgram {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** Ends it as a lost node would: at once. */
  readonly kill: () => Promise<void>;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** What a receiver was sent. */
export interface Message {
  readonly path: string;
  readonly body: any;
}

/** A web server that notes everything posted to it. */
export async function receiver(): Promise<{ url: string; messages: Message[]; server: Server }> {
  const messages: Message[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      messages.push({ path: request.url ?? '', body: JSON.parse(text || '{}') });
      // PagerDuty answers 202, Slack ok.
      response.writeHead(request.url?.includes('pagerduty') ? 202 : 200).end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, messages, server };
}
