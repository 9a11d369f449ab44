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

/** A room as far as one process has it: the channels that are in it, and one subscription to the relay for all of them. */
class Room {
  readonly #name: string
  readonly #relay: Relay
  /** Those that have all messages up to `#last`. */
  readonly #channels = new Set<ChatChannel>()
  #present = 0
  #live: Subscription | undefined
  #last = 0

  constructor(name: string, relay: Relay) {
    this.#name = name
    this.#relay = relay
  }

  get isEmpty(): boolean {
    return this.#present === 0
  }

  /** Sends a channel all messages behind a sequence number, until it is unsubscribed. */
  join(channel: ChatChannel, after: number): Subscription {
    let last = after
    let isMissing = true
    const forward = (event: ChatMessage | 'caught up'): void => {
      if (event === 'caught up') {
        isMissing = false
        channel.sink.next({ type: 'joined', room: this.#name, server: String(process.pid) })
      } else {
        last = event.seq
        channel.sink.next({ type: 'message', ...event })
      }
    }
    // What it has missed is sent to it alone. When it has what the others have, it gets the rest with them.
    const missed = this.#relay.subscribe(this.#name, after).pipe(
      takeWhile((event) => {
        forward(event)
        return isMissing || !this.#take(channel, last)
      }),
    )
    this.#present++
    const joined = new Subscription(() => this.#leave(channel))
    joined.add(missed.subscribe({ error: () => refuse(channel) }))
    return joined
  }

  #take(channel: ChatChannel, last: number): boolean {
    const isLive = this.#live?.closed === false
    if (isLive && last < this.#last) return false
    // First, so that a failure at once reaches it too.
    this.#channels.add(channel)
    if (!isLive) this.#live = this.#start(last)
    return true
  }

  #start(after: number): Subscription {
    this.#last = after
    return this.#relay.subscribe(this.#name, after).subscribe({
      next: (event) => {
        if (event === 'caught up') return
        this.#last = event.seq
        broadcast(this.#channels, { type: 'message', ...event })
      },
      error: () => this.#channels.forEach(refuse),
    })
  }

  #leave(channel: ChatChannel): void {
    this.#present--
    this.#channels.delete(channel)
    if (this.#channels.size > 0) return
    this.#live?.unsubscribe()
    this.#live = undefined
  }
}

/** The relay cannot be reached: the client comes back later, to another process maybe. */
function refuse(channel: ChatChannel): void {
  void channel.sink.close(tryAgainLater)
}
