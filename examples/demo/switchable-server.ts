import { startEchoServer, type EchoServer } from 'web-socket-channel/testing'

/** An echo server that can be stopped, and started again at the same address. It listens on the loopback interface. */
export class SwitchableServer {
  readonly url: string
  readonly #port: number
  #running: EchoServer | undefined
  // The last start or stop: each waits for the one before.
  #last: Promise<unknown> = Promise.resolve()

  private constructor(server: EchoServer) {
    this.url = server.url
    this.#port = server.port
    this.#running = server
  }

  /** Resolves with a server that runs, on a free port. */
  static async listen(): Promise<SwitchableServer> {
    return new SwitchableServer(await startEchoServer({ protocols: 'echo' }))
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** Does nothing while it runs. Rejects if another program has taken the port. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      this.#running ??= await startEchoServer({ port: this.#port, protocols: 'echo' })
    })
  }

  /** Drops all connections. Does nothing while it is stopped. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#running?.close()
      this.#running = undefined
    })
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#last.then(change)
    this.#last = changed.catch(() => undefined)
    return changed
  }
}
