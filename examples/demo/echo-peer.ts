import type { Channel, Frame, Sendable } from 'web-socket-channel'

type Connection = Channel<Frame, Sendable>

/** The server's side of the demo: sends every message back, and can be made to stop answering. */
export class EchoPeer {
  readonly #connections = new Set<Connection>()
  #thawed: Promise<void> = Promise.resolve()
  #thaw: (() => void) | undefined

  get isFrozen(): boolean {
    return this.#thaw !== undefined
  }

  /** Resolves when the peer answers: at once unless it is frozen. */
  get thawed(): Promise<void> {
    return this.#thawed
  }

  /** Echoes a connection until that ends. */
  accept(connection: Connection): void {
    this.#connections.add(connection)
    void connection.closed.then(() => this.#connections.delete(connection))
    // Rejects when the connection is lost, which the client sees.
    connection.sink.addStream(this.#echoes(connection)).catch(() => undefined)
  }

  /** Cuts every connection, without a closing handshake. */
  drop(): void {
    for (const connection of this.#connections) connection.abort()
  }

  /** Neither reads nor answers from now on. */
  freeze(): void {
    if (this.isFrozen) return
    this.#thawed = new Promise((resolve) => (this.#thaw = resolve))
  }

  /** Goes on where it was when it froze. */
  thaw(): void {
    this.#thaw?.()
    this.#thaw = undefined
  }

  async *#echoes({ stream }: Connection): AsyncGenerator<Frame> {
    for await (const frame of stream) {
      await this.#thawed
      yield frame
    }
  }
}
