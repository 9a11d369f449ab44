import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { shareCommonHeaders } from './common-headers.js'
import type { Upgrade } from './handshake.js'
import { answerOf, encodeAnswer } from './refusal.js'
import { RefusedSocket } from './refused-socket.js'
import { asksForWebSocket, pathnameOf } from './request.js'

/**
 * An `http` or `https` server.
 *
 * @inline
 */
export type AnyHttpServer = HttpServer | HttpsServer

/** What serves some paths of an `http` server. */
export interface PathServer {
  /** The path, where it is one. */
  readonly path: string | undefined
  /** Begins a handshake. Returns whether the path is served here. */
  take(upgrade: Upgrade, pathname: string): boolean
}

/** The one `upgrade` listener of an `http` server, for all copies of the package in a process. */
interface Upgrades {
  readonly servers: PathServer[]
  readonly listener: UpgradeListener
}

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

// In the global registry, because other copies of the package use it too.
const UPGRADES: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.server.upgrades')

type Served = AnyHttpServer & { [UPGRADES]?: Upgrades | undefined }

// A refusal of what is nobody's has no options.
const CLOSE_TIMEOUT = 5_000

/**
 * Adds a server to those of an `http` server.
 *
 * @throws {TypeError} If its path is served already.
 */
export function addPathServer(http: Served, server: PathServer): void {
  const { path } = server
  const upgrades = (http[UPGRADES] ??= makeUpgrades(http))
  if (path !== undefined && upgrades.servers.some((other) => other.path === path)) {
    throw new TypeError(`Cannot serve ${path} twice: close the server that serves it first`)
  }
  upgrades.servers.push(server)
  listen(http, upgrades)
}

/** Removes a server, and the listener with the last one. */
export function removePathServer(http: Served, server: PathServer): void {
  const upgrades = http[UPGRADES]
  const at = upgrades?.servers.indexOf(server) ?? -1
  if (!upgrades || at < 0) return
  upgrades.servers.splice(at, 1)
  if (upgrades.servers.length > 0) return
  http.off('upgrade', upgrades.listener)
  Reflect.deleteProperty(http, UPGRADES)
}

function makeUpgrades(http: Served): Upgrades {
  const servers: PathServer[] = []
  const listener: UpgradeListener = (request, socket, head) => {
    // Before `headers` is read, which takes its values from there.
    shareCommonHeaders(request)
    const upgrade = { request, socket, head }
    const isAlone = http.listenerCount('upgrade') === 1
    if (!asksForWebSocket(request)) {
      if (isAlone) passToApp(http, listener, upgrade)
      return
    }
    const pathname = pathnameOf(request)
    // A copy: a function of the options may add a server, or close one.
    if ([...servers].some((server) => server.take(upgrade, pathname))) return
    if (isAlone) refuseUnknownPath(upgrade)
  }
  return { servers, listener }
}

/** Listens, unless it does: somebody may have removed all listeners. */
function listen(http: AnyHttpServer, { listener }: Upgrades): void {
  if (!http.listeners('upgrade').includes(listener)) http.on('upgrade', listener)
}

function refuseUnknownPath({ request, socket }: Upgrade): void {
  socket.on('error', () => undefined)
  const refused = new RefusedSocket(socket, CLOSE_TIMEOUT, () => undefined)
  refused.send(encodeAnswer(answerOf({ status: 404, detail: '' }), request.method))
}

/**
 * Has Node answer a request to upgrade as it does when nobody listens to `upgrade`: as any other request. Node parses it once
 * more, because it decides that while it parses.
 */
function passToApp(http: Served, listener: UpgradeListener, upgrade: Upgrade): void {
  const { request, socket, head } = upgrade
  http.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket)
  // What `connection` has added reads the bytes at once.
  http.off('upgrade', listener)
  socket.emit('data', Buffer.concat([requestBytes(request), head]))
  // The app may have closed the last server.
  const upgrades = http[UPGRADES]
  if (upgrades) listen(http, upgrades)
}

/** A request as it was sent, but for white space around values. */
function requestBytes({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const fields = rawHeaders.filter((_, at) => at % 2 === 0)
  const lines = fields.map((name, at) => `${name}: ${String(rawHeaders[at * 2 + 1])}`)
  const head = [`${String(method)} ${String(url)} HTTP/${httpVersion}`, ...lines]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1')
}
