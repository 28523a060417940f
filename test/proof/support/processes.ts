import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket as createUdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Ports a program may be given that starts a while later: below those the kernel gives to outgoing connections, which could take one in
 * between, and for each process of the test runner from another place.
 */
const PORTS = { from: 12_000, to: 32_000 } as const;
let next = PORTS.from + ((process.pid * 97) % (PORTS.to - PORTS.from));

/** A port of this machine that is free for TCP and UDP, and that this process has not given away before. */
export async function freePort(): Promise<number> {
  for (let tried = PORTS.from; tried < PORTS.to; tried += 1) {
    const port = next;
    next = next + 1 < PORTS.to ? next + 1 : PORTS.from;
    if ((await freeTcp(port)) && (await freeUdp(port))) return port;
  }
  throw new Error(`no port from ${PORTS.from} to ${PORTS.to} is free`);
}

async function freeTcp(port: number): Promise<boolean> {
  const server = createTcpServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function freeUdp(port: number): Promise<boolean> {
  const socket = createUdpSocket('udp4').bind(port, '127.0.0.1');
  try {
    await once(socket, 'listening');
  } catch {
    return false;
  }
  socket.close();
  await once(socket, 'close');
  return true;
}

/** Waits until something is true; fails with what was waited for. The time is for a machine that does ten other things. */
export async function until(what: string, check: () => boolean | Promise<boolean>, seconds = 300): Promise<void> {
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
    // A program that cannot be started at all says so in its log, and whoever waits for it finds no answer.
    child.on('error', (error) => {
      log += String(error);
    });
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
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
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
