import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface PartOptions {
  readonly command: string
  readonly args: readonly string[]
  /** Port on which the program listens, on 127.0.0.1. */
  readonly port: number
}

// Milliseconds.
const RESTART_DELAY = 500
const LONGEST_START = 20_000
const LONGEST_STOP = 5_000

/** A program that is started again whenever it ends, as a process manager does. */
export class Part {
  readonly port: number
  readonly #options: PartOptions
  readonly #stopping = new AbortController()
  readonly #ended: Promise<void>
  #child: ChildProcess | undefined
  #printed = ''
  #hasStarted = false

  /** Starts the program, and resolves when it listens. */
  static async start(options: PartOptions): Promise<Part> {
    const part = new Part(options)
    try {
      await Promise.race([listening(options.port, part.#stopping.signal), part.#ended])
      part.#hasStarted = true
      return part
    } catch (error) {
      await part.stop()
      throw new Error(`Cannot start ${options.command}: ${part.#printed}`, { cause: error })
    }
  }

  private constructor(options: PartOptions) {
    this.port = options.port
    this.#options = options
    this.#ended = this.#keepRunning()
    this.#ended.catch(() => undefined)
  }

  /** Id of the process. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Sends a signal to the process. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): void {
    this.#child?.kill(signal)
  }

  /** Ends the program, which is not started again. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.kill('SIGTERM')
    const impatience = setTimeout(() => this.kill('SIGKILL'), LONGEST_STOP)
    await this.#ended.catch(() => undefined)
    clearTimeout(impatience)
  }

  async #keepRunning(): Promise<void> {
    const { command, args } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
      this.#child = child
      for (const output of [child.stdout, child.stderr]) {
        output.on('data', (chunk: Buffer) => (this.#printed = chunk.toString()))
      }
      const [code] = (await once(child, 'exit')) as [number | null]
      if (!this.#hasStarted) throw new Error(`It ended with code ${String(code)}`)
      await wait(RESTART_DELAY, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Resolves with this port, or for 0 with any, and rejects if somebody listens on it. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer()
  await once(server.listen(wanted, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}

/** Resolves when something listens on the port. Rejects after 20 seconds, or when the signal is aborted. */
async function listening(port: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + LONGEST_START
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (Date.now() > end) throw error
      await wait(50, undefined, { signal })
    } finally {
      socket.destroy()
    }
  }
}
