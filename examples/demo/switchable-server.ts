import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveChannels } from 'web-socket-channel/server'
import { EchoPeer } from './echo-peer.js'
import type { ServerAction, ServerControls, ServerState } from './server-controls.js'

// The page's limit for a file is below this.
const MAX_PAYLOAD = 16 * 1_048_576

/** An echo server that can be stopped, started again at the same address, frozen and thawed. It listens on the loopback interface. */
export class SwitchableServer implements ServerControls {
  readonly #port: number
  readonly #peer: EchoPeer
  #running: Server | undefined
  // The last action: each one waits for the one before.
  #last: Promise<unknown> = Promise.resolve()

  private constructor(running: Server, peer: EchoPeer) {
    this.#port = portOf(running)
    this.#running = running
    this.#peer = peer
  }

  /** Resolves with a server that runs, on a free port. */
  static async listen(): Promise<SwitchableServer> {
    const peer = new EchoPeer()
    return new SwitchableServer(await listen(0, peer), peer)
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/`
  }

  get state(): ServerState {
    if (!this.#running) return 'stopped'
    return this.#peer.isFrozen ? 'frozen' : 'running'
  }

  async look(): Promise<ServerState> {
    await this.#last
    return this.state
  }

  /** Rejects if another program has taken the port. */
  act(action: ServerAction): Promise<ServerState> {
    const acted = this.#last.then(async () => {
      await this.#perform(action)
      return this.state
    })
    this.#last = acted.catch(() => undefined)
    return acted
  }

  async #perform(action: ServerAction): Promise<void> {
    if (action === 'start') this.#running ??= await listen(this.#port, this.#peer)
    else if (action === 'stop') await this.#stop()
    // A server that is stopped has no connections.
    else if (this.#running) this.#peer[action]()
  }

  async #stop(): Promise<void> {
    const http = this.#running
    this.#running = undefined
    if (!http) return
    const closed = once(http, 'close')
    http.close()
    this.#peer.drop()
    // The handshakes that waited for the thaw end with the server.
    this.#peer.thaw()
    http.closeAllConnections()
    await closed
  }
}

async function listen(port: number, peer: EchoPeer): Promise<Server> {
  const http = createServer((_, response) => response.writeHead(426).end('Upgrade Required'))
  const server = serveChannels(http, {
    protocols: 'echo',
    // Pages on other ports, that of the demo among them. What they get back is what they sent.
    origins: 'any',
    maxPayload: MAX_PAYLOAD,
    authorize: () => peer.thawed,
    authorizeTimeout: 0,
  })
  server.connections.subscribe((channel) => peer.accept(channel))
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  return http
}

function portOf(http: Server): number {
  return (http.address() as AddressInfo).port
}
