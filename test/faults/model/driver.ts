import { setImmediate as macrotask } from 'node:timers/promises'
import { Subject } from 'rxjs'
import type { Channel } from '../../../src/core/channel.js'
import { ConnectionClosedError, ConnectionFailedError } from '../../../src/core/errors.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import { limits, type Command, type Setting } from './command.js'
import { RealReader } from './real-reader.js'
import { scriptedClass } from './scripted-class.js'
import type { ScriptedSocket } from './scripted-socket.js'

/** Time as the test sets it. */
export interface Clock {
  advance(milliseconds: number): Promise<void>
}

/** The real channel on a scripted socket, and what the caller did with it. */
export class Driver {
  readonly channel: Channel<Frame, Sendable>
  readonly socket: ScriptedSocket
  readonly readers: RealReader[] = []
  readonly controller = new AbortController()
  readonly outcomes: { ready: string; done: string; closed: boolean; streams: string[] } = {
    ready: 'pending',
    done: 'pending',
    closed: false,
    streams: [],
  }
  source = new Subject<Frame>()
  readonly #clock: Clock

  constructor(setting: Setting, clock: Clock) {
    const { quirks, unobserved } = setting
    const { WebSocket, only } = scriptedClass(quirks)
    const { signal } = this.controller
    const options = { ...limits, unobserved, signal, WebSocket }
    this.channel = BrowserWebSocketChannel.connect('ws://scripted.test/', options)
    this.socket = only()
    this.#clock = clock
    this.#note()
  }

  /** Does what the caller does; the transport's events are the runner's. Returns whether a call threw. */
  do(command: Command): boolean {
    try {
      this.#call(command)
      return false
    } catch {
      return true
    }
  }

  /** Lets everything happen that needs no time. */
  async turn(): Promise<void> {
    await macrotask()
    await this.#clock.advance(0)
    await macrotask()
  }

  /** Lets time pass. */
  async tick(milliseconds: number): Promise<void> {
    await this.turn()
    await this.#clock.advance(milliseconds)
    await this.turn()
  }

  #call(command: Command): void {
    const { sink } = this.channel
    if (command.type === 'add') sink.add(command.data)
    if (command.type === 'next') sink.next(command.data)
    if (command.type === 'addError') sink.addError(new Error('Given up'))
    if (command.type === 'misuse') this.#misuse()
    this.#end(command)
    this.#read(command)
    this.#pullSource(command)
  }

  #end(command: Command): void {
    if (command.type === 'close') void this.channel.sink.close(command.code)
    if (command.type === 'abort') this.channel.abort()
    if (command.type === 'signal') this.controller.abort()
  }

  #read(command: Command): void {
    const { channel, readers } = this
    if (command.type === 'subscribe') readers.push(RealReader.subscribe(channel, readers, command))
    if (command.type === 'iterate') readers.push(RealReader.iterate(channel))
    if (command.type === 'unsubscribe') readers[command.index]?.leave()
    if (command.type === 'return') readers[command.index]?.leave()
    if (command.type === 'pull') readers[command.index]?.pull()
  }

  #pullSource(command: Command): void {
    if (command.type === 'addStream') this.#addStream()
    if (command.type === 'sourceNext') this.source.next(command.data)
    if (command.type === 'sourceComplete') this.#replaceSource().complete()
    if (command.type === 'sourceError') this.#replaceSource().error(new Error('Source broke'))
  }

  #misuse(): void {
    const { sink } = this.channel
    for (const call of [() => sink.add(1 as never), () => void sink.close(1001)]) {
      let threw = false
      try {
        call()
      } catch {
        threw = true
      }
      if (!threw) throw new Error('Misuse was let through')
    }
  }

  #addStream(): void {
    const index = this.outcomes.streams.push('pending') - 1
    this.channel.sink.addStream(this.source).then(
      () => (this.outcomes.streams[index] = 'resolved'),
      (error: unknown) => (this.outcomes.streams[index] = nameOf(error)),
    )
  }

  #replaceSource(): Subject<Frame> {
    const source = this.source
    this.source = new Subject()
    return source
  }

  #note(): void {
    const { channel, outcomes } = this
    channel.ready.then(
      () => (outcomes.ready += ' resolved'),
      (error: unknown) => (outcomes.ready += ` ${nameOf(error)}`),
    )
    channel.sink.done.then(
      () => (outcomes.done += ' resolved'),
      (error: unknown) => (outcomes.done += ` ${nameOf(error)}`),
    )
    void channel.closed.then(() => (outcomes.closed = true))
  }
}

/** A short name of an error: its class, with the code or phase that distinguishes it from others of it. */
export function nameOf(error: unknown): string {
  if (ConnectionClosedError.is(error)) return `${error.name} ${error.code}`
  if (ConnectionFailedError.is(error)) return `${error.name} ${error.phase}`
  return error instanceof Error ? error.name : String(error)
}
