import { within } from '../contract/assert.js'
import { freshId } from '../contract/context.js'

/** A class with the interface of the platform's `WebSocket`. */
export type AnyWebSocketClass = typeof WebSocket

/** One behaviour of the interface, tried over a class. It knows no test framework, so that any runtime can run it. */
export interface ClassCase {
  readonly name: string
  readonly run: (play: Play) => Promise<void> | void
}

/** What a case gets: the class, and a scripted peer. */
export class Play {
  readonly WebSocket: AnyWebSocketClass
  /** What happened, in order. */
  readonly log: string[] = []
  readonly #peerUrl: string
  readonly #waiting = new Set<() => void>()

  constructor(Class: AnyWebSocketClass, peerUrl: string) {
    this.WebSocket = Class
    this.#peerUrl = peerUrl
  }

  /** The address at which the peer plays a script. */
  url(script: string): string {
    const url = new URL(script, this.#peerUrl.replace('http', 'ws'))
    url.searchParams.append('id', freshId())
    return url.href
  }

  /** Creates a socket, and writes its events into the log. */
  socket(script: string, protocols?: string | string[]): WebSocket {
    const socket = new this.WebSocket(this.url(script), protocols)
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => this.note(`open, ${socket.readyState}`))
    socket.addEventListener('message', ({ data }) => this.note(`message ${shown(data)}`))
    socket.addEventListener('error', () => this.note(`error, ${socket.readyState}`))
    socket.addEventListener('close', ({ code, reason, wasClean }) => {
      this.note(`close ${code} "${reason}" ${wasClean ? 'clean' : 'unclean'}, ${socket.readyState}`)
    })
    return socket
  }

  note(line: string): void {
    this.log.push(line)
    for (const look of this.#waiting) look()
  }

  /** Resolves when the log has a line that begins so. */
  async until(beginning: string): Promise<void> {
    const hasIt = (): boolean => this.log.some((line) => line.startsWith(beginning))
    const come = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!hasIt()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
    await within(come, `"${beginning}" in ${this.log.join('; ')}`)
  }
}

function shown(data: unknown): string {
  if (data instanceof ArrayBuffer) return `bytes ${new Uint8Array(data).join()}`
  return typeof data === 'string' ? data : Object.prototype.toString.call(data)
}

/** The name of what a call throws, or `'nothing'`. */
export function nameThrownBy(call: () => unknown): string {
  try {
    call()
    return 'nothing'
  } catch (error) {
    return (error as Error).name
  }
}
