import { channelPair, type Channel, type Frame, type Sendable } from 'web-socket-channel'
import { EchoPeer } from '../echo-peer.js'
import type { ServerAction, ServerControls, ServerState } from '../server-controls.js'

/** The demo's echo server without a network: each connection is a `channelPair`. */
export class InPageServer implements ServerControls {
  readonly #peer = new EchoPeer()
  #isStopped = false

  /** Resolves with the client's side of a connection, when the server answers. Rejects while it is stopped. */
  async open(): Promise<Channel<Frame, Sendable>> {
    await this.#peer.thawed
    if (this.#isStopped) throw new Error('Connection failed: the server is stopped')
    const [client, server] = channelPair()
    this.#peer.accept(server)
    return client
  }

  look(): Promise<ServerState> {
    return Promise.resolve(this.#state())
  }

  act(action: ServerAction): Promise<ServerState> {
    this.#perform(action)
    return this.look()
  }

  #state(): ServerState {
    if (this.#isStopped) return 'stopped'
    return this.#peer.isFrozen ? 'frozen' : 'running'
  }

  #perform(action: ServerAction): void {
    if (action === 'start') this.#isStopped = false
    else if (action === 'stop') this.#stop()
    // A server that is stopped has no connections.
    else if (!this.#isStopped) this.#peer[action]()
  }

  #stop(): void {
    this.#isStopped = true
    this.#peer.drop()
    this.#peer.thaw()
  }
}
