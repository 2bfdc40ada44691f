/**
 * A keep-alive HTTP/1.1 connection that costs the load generator little: one request at a time, its answer's status
 * and bytes. No redirects, no compression, no time-outs.
 */
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  /** Head and body as they came; with chunks their sizes are still in it. */
  readonly bytes: Buffer;
}

export interface Connection {
  /** One at a time. */
  ask(request: Buffer): Promise<Answer>;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
/** JSON has no bare line breaks of this kind, so the text cannot stand inside a body. */
const lastChunk = Buffer.from('\r\n0\r\n\r\n');

/** @throws Error when nobody listens on the port of this machine. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let received: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<Answer> | null = null;
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.removeAllListeners('error');
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`The server on port ${port} closed the connection.`)));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!isWhole(received)) return;
    const bytes = received;
    received = Buffer.alloc(0);
    waiting?.resolve({ status: Number(bytes.toString('latin1', 9, 12)), bytes });
    waiting = null;
  });
  return {
    ask(request) {
      if (socket.destroyed) return Promise.reject(new Error(`The connection to port ${port} is closed.`));
      const asked = Promise.withResolvers<Answer>();
      waiting = asked;
      socket.write(request);
      return asked.promise;
    },
    close: () => socket.destroy(),
  };
}

export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
}

export function toRequestBytes({ method, path, headers, body }: RequestParts): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: gateway\r\n${lines.join('')}${length}\r\n${body}`);
}

/** The body of an answer as text. */
export function readBody({ bytes }: Answer): string {
  const start = bytes.indexOf(headEnd) + headEnd.length;
  return isChunked(bytes, start)
    ? joinChunks(bytes.subarray(start)).toString()
    : bytes.toString('utf8', start);
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return false;
  const start = end + headEnd.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, start))?.[1];
  if (length !== undefined) return bytes.length >= start + Number(length);
  return bytes.subarray(-lastChunk.length).equals(lastChunk);
}

function isChunked(bytes: Buffer, headLength: number): boolean {
  return /\r\ntransfer-encoding: *chunked/i.test(bytes.toString('latin1', 0, headLength));
}

function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let place = 0;
  while (place < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', place);
    const size = Number.parseInt(bytes.toString('latin1', place, lineEnd), 16);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    place = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}
