import { multiplex } from '../../../src/layers/multiplex.js'
import { json } from '../../../src/layers/json.js'
import {
  reconnecting,
  type ReconnectingChannel,
} from '../../../src/layers/reconnecting/reconnecting.js'
import { opener, pass } from './scripted-connections.js'

/** Where functions of the user's are called. */
export const places = [
  'opener',
  'promise of the opener',
  'backoff',
  'shouldReconnect',
  'onOpen',
  'promise of onOpen',
  'signal of an attempt',
  'stream',
  'statuses',
  'states',
  'connections',
  'toJSON of a queued message',
  'subscribe of a topic',
  'ready',
  'done',
  'sink.ready',
] as const

export type Place = (typeof places)[number]
export type UnknownChannel = ReconnectingChannel<unknown, unknown>
export type Call = (channel: UnknownChannel) => void

/** A channel on which a function is called at one place, each time that the channel calls back there. */
export class CallingBack {
  readonly channel: UnknownChannel
  readonly received: unknown[] = []
  /** How often the function was called. */
  calls = 0
  /** How many sockets there were at the end, and frames on them. */
  atEnd: readonly [sockets: number, frames: number] | undefined
  readonly #opener = opener()
  readonly #place: Place
  readonly #call: Call

  constructor(place: Place, call: Call) {
    this.#place = place
    this.#call = call
    this.channel = this.#make()
    this.#observe()
  }

  /** How many sockets are neither closed nor closing. */
  get openSockets(): number {
    return this.#opener.sockets.filter(({ readyState }) => readyState < 2).length
  }

  get counts(): readonly [sockets: number, frames: number] {
    const { sockets } = this.#opener
    return [sockets.length, sockets.reduce((sum, { sent }) => sum + sent.length, 0)]
  }

  /** Three connections: the first attempt fails, its successor breaks soon, the next one lasts, and the peer ends the last. */
  async play(): Promise<void> {
    const { sockets } = this.#opener
    await this.#settle()
    sockets.at(-1)?.fail()
    for (const uptime of [1, 10_000, 1]) {
      await this.#settle()
      this.#queue()
      await this.#settle(10_000)
      sockets.at(-1)?.open()
      await this.#settle()
      sockets.at(-1)?.message('"message"')
      await this.#settle(uptime)
      if (uptime > 1 || sockets.length < 4) sockets.at(-1)?.fail()
      else sockets.at(-1)?.end(1000, '')
    }
    await this.#settle(60_000)
  }

  async #settle(milliseconds = 0): Promise<void> {
    await pass(milliseconds)
    if (this.openSockets > 1) throw new Error(`${this.openSockets} sockets at once`)
    if (this.channel.state === 'closed') this.atEnd ??= this.counts
  }

  #make(): UnknownChannel {
    const at = this.#at.bind(this)
    return reconnecting<unknown, unknown>(
      ({ signal }) => {
        signal.addEventListener('abort', () => at('signal of an attempt'))
        at('opener')
        const open = () => this.#opener.open().pipe(json())
        if (this.#place !== 'promise of the opener') return open()
        return Promise.resolve().then(() => {
          at('promise of the opener')
          return open()
        })
      },
      {
        network: false,
        backoff: (attempt) => {
          at('backoff')
          return attempt * 1_000
        },
        shouldReconnect: ({ close }) => {
          at('shouldReconnect')
          return close?.code !== 1000
        },
        onOpen: () => {
          at('onOpen')
          if (this.#place === 'promise of onOpen') {
            return Promise.resolve().then(() => at('promise of onOpen'))
          }
          return undefined
        },
      },
    )
  }

  #observe(): void {
    const { channel } = this
    const at = this.#at.bind(this)
    channel.stream.subscribe({
      next: () => at('stream'),
      error: () => undefined,
    })
    channel.stream.subscribe({
      next: (message) => this.received.push(message),
      error: (error: unknown) => this.received.push({ error }),
      complete: () => this.received.push('complete'),
    })
    channel.statuses.subscribe(() => at('statuses'))
    channel.states.subscribe(() => at('states'))
    channel.connections.subscribe(() => at('connections'))
    const topic = {
      subscribe: () => {
        at('subscribe of a topic')
        return 'subscribe'
      },
      unsubscribe: () => undefined,
      filter: () => false,
    }
    multiplex(channel, topic).subscribe({ error: () => undefined })
    for (const [place, promise] of [
      ['ready', channel.ready],
      ['done', channel.sink.done],
      ['sink.ready', channel.sink.ready],
    ] as const) {
      promise.then(() => at(place)).catch(() => undefined)
    }
    this.#queue()
  }

  /** Adds a message that calls back when it is sent, unless the channel is closed. */
  #queue(): void {
    this.channel.sink.next({
      toJSON: () => {
        this.#at('toJSON of a queued message')
        return 'queued'
      },
    })
  }

  #at(place: Place): void {
    if (place !== this.#place) return
    this.calls++
    this.#call(this.channel)
  }
}
