import type { WebSocketSubjectConfig } from '../../src/rxjs.js'

/** The members that `rxjs/webSocket` needs of a socket, and no more. */
class MockSocket {
  onopen: ((event: object) => void) | null = null
  onmessage: ((event: object) => void) | null = null
  onerror: ((event: object) => void) | null = null
  onclose: ((event: object) => void) | null = null
  readyState = 0
  readonly #remote: MockRemote

  constructor(remote: MockRemote) {
    this.#remote = remote
  }

  send(data: unknown): void {
    this.#remote.takeMessage(data)
  }

  close(...request: unknown[]): void {
    this.#remote.takeClose(request)
  }
}

/** Drives one socket, and records what it was asked to do. */
export class MockRemote {
  /** The arguments of the constructor. */
  readonly created: readonly unknown[]
  readonly socket: MockSocket = new MockSocket(this)
  readonly sent: unknown[] = []
  /** The arguments of each `close`. */
  readonly closed: unknown[][] = []
  /** Called by `send` and by `close`, after they were recorded. */
  onSend: (data: unknown) => void = () => undefined
  onClose: () => void = () => undefined
  readonly #log: string[]

  constructor(created: readonly unknown[], log: string[]) {
    this.created = created
    this.#log = log
  }

  takeMessage(data: unknown): void {
    this.sent.push(data)
    this.#log.push(`send ${String(data)}`)
    this.onSend(data)
  }

  takeClose(request: unknown[]): void {
    this.closed.push(request)
    this.#log.push('close()')
    this.onClose()
    this.socket.readyState = Math.max(this.socket.readyState, 2)
  }

  open(event: object = { type: 'open' }): void {
    this.socket.readyState = 1
    this.socket.onopen?.(event)
  }

  /** Emits a `message` event with the JSON of a value. */
  receive(value: unknown): void {
    this.emit({ type: 'message', data: JSON.stringify(value) })
  }

  emit(event: object): void {
    this.socket.onmessage?.(event)
  }

  fail(event: object = { type: 'error' }): void {
    this.socket.readyState = 3
    this.socket.onerror?.(event)
  }

  /** Emits a clean `close` event, by default with code 1000. */
  end(code = 1000, reason = ''): void {
    this.finish({ type: 'close', code, reason, wasClean: true })
  }

  /** Emits an unclean `close` event, by default with code 1006. */
  break(code = 1006, reason = ''): void {
    this.finish({ type: 'close', code, reason, wasClean: false })
  }

  finish(event: object): void {
    this.socket.readyState = 3
    this.socket.onclose?.(event)
  }
}

type Ctor = NonNullable<WebSocketSubjectConfig<unknown>['WebSocketCtor']>

/** A class of mock sockets, and the sockets that were created with it. */
export class MockSockets {
  readonly all: MockRemote[] = []
  readonly Ctor: Ctor
  /** Called by the constructor. */
  onCreate: () => void = () => undefined

  constructor(log: string[]) {
    const create = (created: readonly unknown[]): MockSocket => {
      this.onCreate()
      const remote = new MockRemote(created, log)
      this.all.push(remote)
      return remote.socket
    }
    // A constructor that returns an object: the sockets have no members but those of the class above.
    this.Ctor = function (...created: readonly unknown[]) {
      return create(created)
    } as unknown as Ctor
  }

  /** The socket that was created last. */
  get last(): MockRemote {
    const last = this.all.at(-1)
    if (!last) throw new Error('No socket was created')
    return last
  }
}
