import type { Subscription } from 'rxjs'
import type { Channel } from '../../../src/core/channel.js'
import type { Frame, Sendable } from '../../../src/core/frame.js'
import type { Command } from './command.js'
import { nameOf } from './driver.js'
import type { Notice } from './reference-reader.js'
import { echoed } from './scripted-socket.js'

type RealChannel = Channel<Frame, Sendable>
type Subscribe = Extract<Command, { type: 'subscribe' }>

/** One subscription or iterator of the real channel, and what it received. */
export class RealReader {
  readonly notices: Notice[] = []
  subscription: Subscription | undefined
  #iterator: AsyncIterator<Frame> | undefined
  #hasLeft = false

  /** Subscribes, and does what the command says at the frame it says. */
  static subscribe(channel: RealChannel, readers: RealReader[], command: Subscribe): RealReader {
    const reader = new RealReader()
    let seen = 0
    reader.subscription = channel.stream.subscribe({
      next: (frame) => {
        reader.notices.push({ frame })
        if (seen++ === command.at) act({ channel, readers, reader, command })
      },
      error: (error: unknown) => reader.notices.push({ ending: nameOf(error) }),
      complete: () => reader.notices.push({ ending: 'complete' }),
    })
    return reader
  }

  /** Starts to iterate: joins the stream with a first `next()`. */
  static iterate(channel: RealChannel): RealReader {
    const reader = new RealReader()
    reader.#iterator = channel.stream[Symbol.asyncIterator]()
    reader.pull()
    return reader
  }

  get isIterator(): boolean {
    return this.#iterator !== undefined
  }

  pull(): void {
    if (this.#iterator === undefined || this.#hasLeft) return
    this.#iterator.next().then(
      ({ done, value }) => {
        this.notices.push(done === true ? { ending: 'complete' } : { frame: value })
      },
      (error: unknown) => this.notices.push({ ending: nameOf(error) }),
    )
  }

  leave(): void {
    this.#hasLeft = true
    this.subscription?.unsubscribe()
    void this.#iterator?.return?.()
  }
}

interface Act {
  readonly channel: RealChannel
  readonly readers: RealReader[]
  readonly reader: RealReader
  readonly command: Subscribe
}

function act({ channel, readers, reader, command }: Act): void {
  if (command.action === 'throw') throw new Error('Thrown by a handler')
  if (command.action === 'add') channel.sink.next(echoed)
  if (command.action === 'close') void channel.sink.close()
  if (command.action === 'abort') channel.abort()
  if (command.action === 'unsubscribe') reader.leave()
  if (command.action === 'subscribe') {
    readers.push(RealReader.subscribe(channel, readers, { ...command, at: 0, action: 'nothing' }))
  }
  if (command.action === 'unsubscribeAll') {
    for (const other of readers) if (!other.isIterator) other.leave()
  }
}
