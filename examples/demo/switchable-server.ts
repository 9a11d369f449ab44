import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveChannels, type ChannelServer } from 'web-socket-channel/server'
import { EchoPeer } from './echo-peer.js'
import type { ServerAction, ServerControls, ServerState } from './server-controls.js'

// The page's limit for a file is below this.
const MAX_PAYLOAD = 16 * 1_048_576

interface Running {
  readonly http: Server
  readonly channels: ChannelServer<unknown>
}

/** An echo server that can be stopped, started again at the same address, frozen and thawed. It listens on the loopback interface. */
export class SwitchableServer implements ServerControls {
  readonly #port: number
  readonly #peer: EchoPeer
  #running: Running | undefined
  // The last action: each one waits for the one before.
  #last: Promise<unknown> = Promise.resolve()

  private constructor(running: Running, peer: EchoPeer) {
    this.#port = portOf(running.http)
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
    const running = this.#running
    this.#running = undefined
    if (!running) return
    const { http, channels } = running
    const closed = once(http, 'close')
    http.close()
    this.#peer.drop()
    // Refuses the handshakes that wait for the thaw, which would accept them.
    const refused = channels.close({ timeout: 0 })
    this.#peer.thaw()
    http.closeAllConnections()
    await Promise.all([closed, refused])
  }
}

async function listen(port: number, peer: EchoPeer): Promise<Running> {
  const http = createServer((_, response) => response.writeHead(426).end('Upgrade Required'))
  const channels = serveChannels(http, {
    protocols: 'echo',
    // Pages on other ports, that of the demo among them. What they get back is what they sent.
    origins: 'any',
    maxPayload: MAX_PAYLOAD,
    authorize: () => peer.thawed,
    authorizeTimeout: 0,
  })
  channels.connections.subscribe((channel) => peer.accept(channel))
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  return { http, channels }
}

function portOf(http: Server): number {
  return (http.address() as AddressInfo).port
}
