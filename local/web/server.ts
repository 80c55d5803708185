import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { type Access, accessTo, securityHeaders } from './access.ts';
import { type Board, createBoard } from './board.ts';
import { bundlePages, type PageFile } from './bundle.ts';
import type { WebCenter } from './center.ts';
import { createContactList } from './contactList.ts';
import { createControlRoom } from './control/room.ts';
import { createDesks } from './desk.ts';
import { createPace } from './pace.ts';
import { createSession, type Session } from './session.ts';

export interface Web {
  /** With the run's token in its fragment: whoever opens it may use the phone and the controls. */
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** The port is taken by another program. */
export class PortBusyError extends Error {
  constructor(port: number) {
    super(`Port ${port} is in use. Choose another with --port, or 0 for any that is free.`);
    this.name = 'PortBusyError';
  }
}

const refreshMilliseconds = 1000;
/** A command is a few hundred bytes. */
const longestMessageBytes = 16_384;

/** Serves the local pages on 127.0.0.1 only. `port` 0 takes any free one. Throws PortBusyError when it is taken. */
export async function startWeb(center: WebCenter, options: { port: number }): Promise<Web> {
  const files = await bundlePages();
  const board = createBoard(center, () => performance.now());
  const contacts = createContactList(center.connect.log);
  const pace = createPace(center.clock, center.setSpeed);
  const openDesk = createDesks(center, pace);
  const control = createControlRoom(center);
  const sessions = new Set<Session>();

  const server = createServer();
  const port = await listen(server, options.port);
  const access = accessTo(port);
  server.on('request', (request, response) => answer(request, response, { files, access, board, port }));

  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes });
  server.on('upgrade', (request, socket, head) => {
    const { host, origin } = request.headers;
    if (!access.hostAllowed(host) || !access.originAllowed(origin) || request.url !== '/live') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      const session = createSession({
        center,
        board,
        contacts,
        pace,
        desk: openDesk(),
        control,
        tokenRight: access.tokenRight,
        send: (message) => page.readyState === page.OPEN && page.send(JSON.stringify(message)),
      });
      sessions.add(session);
      page.on('message', (data) => session.receive(String(data)));
      page.on('close', () => {
        sessions.delete(session);
        session.close();
      });
    });
  });
  const ticking = setInterval(() => {
    for (const session of sessions) void session.refresh();
  }, refreshMilliseconds);
  ticking.unref();

  return {
    url: `http://127.0.0.1:${port}/#token=${access.token}`,
    token: access.token,
    async close() {
      clearInterval(ticking);
      contacts.close();
      for (const page of sockets.clients) page.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortBusyError(port) : error),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

interface Pages {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly access: Access;
  readonly board: Board;
  readonly port: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, pages: Pages): Promise<void> {
  const end = (status: number, type: string, body: string | Uint8Array): void => {
    response.writeHead(status, { ...securityHeaders(pages.port), 'Content-Type': type });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const plain = 'text/plain; charset=utf-8';
  if (!pages.access.hostAllowed(request.headers.host))
    return end(403, plain, 'This page is served to this machine only.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return end(405, plain, 'Pages are read here; changes go through them.');
  const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (path === '/board.json') {
    const { dashboard = '0', ...chosen } = Object.fromEntries(searchParams);
    const message = await pages.board.message({ hours: 1, dashboard: Number(dashboard), chosen });
    return end(200, 'application/json', JSON.stringify(message));
  }
  const file = pages.files.get(path);
  if (file === undefined) return end(404, plain, 'There is nothing at this address.');
  end(200, file.type, file.body);
}
