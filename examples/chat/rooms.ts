import { Subscription, takeWhile } from 'rxjs'
import type { Channel } from 'web-socket-channel'
import { broadcast } from 'web-socket-channel/server'
import { tryAgainLater } from 'web-socket-channel/status'
import type { ChatMessage, ClientMessage, ServerMessage } from './messages.js'
import type { Relay } from './relay.js'

/** The server's side of a connection. */
export type ChatChannel = Channel<ClientMessage, ServerMessage>

interface Position {
  readonly room: string
  readonly after: number
}

/** The rooms in which this process has clients. */
export class Rooms {
  readonly #relay: Relay
  readonly #rooms = new Map<string, Room>()

  constructor(relay: Relay) {
    this.#relay = relay
  }

  /** Sends a channel all messages of a room behind a sequence number, until it is unsubscribed. */
  join(channel: ChatChannel, { room: name, after }: Position): Subscription {
    const room = this.#rooms.get(name) ?? new Room(name, this.#relay)
    this.#rooms.set(name, room)
    const joined = room.join(channel, after)
    joined.add(() => room.isEmpty && this.#rooms.delete(name))
    return joined
  }
}

// Messages of a room that a process keeps, so that clients that come back soon need not be sent what the relay stores.
const RECENT = 100

/** A room as far as one process has it: the channels that are in it, and one subscription to the relay for all of them. */
class Room {
  readonly #name: string
  readonly #relay: Relay
  /** Those that have all messages that came. */
  readonly #channels = new Set<ChatChannel>()
  #present = 0
  #live: Subscription | undefined
  #recent: ChatMessage[] = []
  /** All that came behind this sequence number is in `#recent`. */
  #floor = 0

  constructor(name: string, relay: Relay) {
    this.#name = name
    this.#relay = relay
  }

  get isEmpty(): boolean {
    return this.#present === 0
  }

  /** Sends a channel all messages behind a sequence number, until it is unsubscribed. */
  join(channel: ChatChannel, after: number): Subscription {
    this.#present++
    const joined = new Subscription(() => this.#leave(channel))
    if (this.#isLive && this.#enter(channel, after)) this.#welcome(channel)
    else joined.add(this.#sendMissed(channel, after))
    return joined
  }

  get #isLive(): boolean {
    return this.#live?.closed === false
  }

  /** Sends a channel what the relay has stored, until it can get the rest with the others. */
  #sendMissed(channel: ChatChannel, after: number): Subscription {
    let [last, isMissing] = [after, true]
    const missed = this.#relay.subscribe(this.#name, after).pipe(
      takeWhile((event) => {
        if (event === 'caught up') {
          isMissing = false
          this.#welcome(channel)
        } else {
          last = event.seq
          send(channel, event)
        }
        return isMissing || !this.#enter(channel, last)
      }),
    )
    return missed.subscribe({ error: () => refuse(channel) })
  }

  /** Makes a channel one of those that get what comes. Returns `false` if it has missed more than is known here. */
  #enter(channel: ChatChannel, last: number): boolean {
    if (this.#isLive && last < this.#floor) return false
    // First, so that a failure at once reaches it too.
    this.#channels.add(channel)
    if (!this.#isLive) this.#start(last)
    for (const message of this.#recent) if (message.seq > last) send(channel, message)
    return true
  }

  #start(after: number): void {
    this.#recent = []
    this.#floor = after
    this.#live = this.#relay.subscribe(this.#name, after).subscribe({
      next: (event) => {
        if (event === 'caught up') return
        this.#recent.push(event)
        if (this.#recent.length > RECENT) this.#floor = this.#recent.shift()?.seq ?? 0
        broadcast(this.#channels, { type: 'message', ...event })
      },
      error: () => this.#channels.forEach(refuse),
    })
  }

  #welcome({ sink }: ChatChannel): void {
    sink.next({ type: 'joined', room: this.#name, server: String(process.pid) })
  }

  #leave(channel: ChatChannel): void {
    this.#present--
    this.#channels.delete(channel)
    if (this.#channels.size > 0) return
    this.#live?.unsubscribe()
    this.#live = undefined
  }
}

function send({ sink }: ChatChannel, message: ChatMessage): void {
  sink.next({ type: 'message', ...message })
}

/** The relay cannot be reached: the client comes back later, to another process maybe. */
function refuse(channel: ChatChannel): void {
  void channel.sink.close(tryAgainLater)
}
