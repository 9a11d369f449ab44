import { BehaviorSubject, Subject, type Observable } from 'rxjs'
import { heartbeat, json, reconnecting, WebSocketChannel } from 'web-socket-channel'
import type { Channel, CloseInfo, ReconnectingChannel, ReconnectStatus } from 'web-socket-channel'
import { MAX_TEXT, serverMessage } from './messages.js'
import type { ChatMessage, ClientMessage, Said, ServerMessage } from './messages.js'

export interface ChatOptions {
  /** Address of the chat, with the user's name: `wss://chat.example/chat?name=Ada`. */
  readonly url: string | URL
  readonly rooms: readonly string[]
  /** Milliseconds before an attempt to connect. By default they double up to half a minute. */
  readonly backoff?: (attempt: number) => number
}

interface RoomState {
  /** Sequence number of the last message seen. */
  last: number
  /** Whether this connection has brought what was missed. */
  isCaughtUp: boolean
}

/** A user in some rooms: sees every message once and in order, and is heard once, whatever happens to connections and servers. */
export class ChatClient {
  readonly #channel: ReconnectingChannel<ServerMessage, ClientMessage>
  readonly #rooms: ReadonlyMap<string, RoomState>
  readonly #unseen = new Map<string, Said>()
  readonly #messages = new Subject<ChatMessage>()
  readonly #servers = new BehaviorSubject('')

  constructor({ url, rooms, backoff }: ChatOptions) {
    this.#rooms = new Map(rooms.map((room) => [room, { last: 0, isCaughtUp: false }]))
    this.#channel = reconnecting(({ connectTimeout }) => connect(url, connectTimeout), {
      backoff,
      onOpen: (connection) => this.#join(connection),
    })
    this.#channel.stream.subscribe({
      next: (message) => this.#receive(message),
      error: (error) => this.#messages.error(error),
      complete: () => this.#messages.complete(),
    })
  }

  /** Emits the messages of all rooms, from when the client is made. Errors if the connection is lost for good. */
  get messages(): Observable<ChatMessage> {
    return this.#messages
  }

  /** Emits how the connection is, now and whenever that changes. */
  get statuses(): Observable<ReconnectStatus> {
    return this.#channel.statuses
  }

  /** What the user has said that has not come back as a message of the room yet. */
  get unseen(): Iterable<Said> {
    return this.#unseen.values()
  }

  /** Emits the name of the server process of each connection; `''` while none is known. */
  get servers(): Observable<string> {
    return this.#servers
  }

  /**
   * Says something in a room, now or when there is a connection.
   *
   * @throws {RangeError} If the text is empty or too long, or the client is not in the room.
   */
  say(room: string, text: string): void {
    const state = this.#rooms.get(room)
    if (!state) throw new RangeError(`Cannot say anything in "${room}": join it first`)
    if (text === '' || text.length > MAX_TEXT) {
      throw new RangeError(`Cannot say ${text.length} characters: use 1 to ${MAX_TEXT}`)
    }
    const said = { room, id: crypto.randomUUID(), text }
    this.#unseen.set(said.id, said)
    if (this.#channel.status.name === 'open' && state.isCaughtUp) this.#send(said)
  }

  /** Connects anew now: ends the wait for the next attempt. */
  reconnect(): void {
    this.#channel.reconnect()
  }

  close(): Promise<CloseInfo> {
    return this.#channel.sink.close()
  }

  #join({ sink }: Channel<ServerMessage, ClientMessage>): void {
    this.#servers.next('')
    for (const [room, state] of this.#rooms) {
      state.isCaughtUp = false
      sink.add({ type: 'join', room, after: state.last })
    }
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'pong') return
    const state = this.#rooms.get(message.room)
    if (!state) return
    if (message.type === 'joined') {
      this.#servers.next(message.server)
      state.isCaughtUp = true
      // What the last connection lost on its way. What it did not lose has just been seen.
      for (const said of this.#unseen.values()) if (said.room === message.room) this.#send(said)
    } else if (message.seq > state.last) {
      state.last = message.seq
      this.#unseen.delete(message.id)
      this.#messages.next(message)
    }
  }

  /** Sends to the present connection. If it is lost, the next one sends it again: `#unseen` is the queue. */
  #send(said: Said): void {
    this.#channel.sink.next({ type: 'say', ...said })
  }
}

function connect(url: string | URL, connectTimeout: number): Channel<ServerMessage, ClientMessage> {
  return WebSocketChannel.connect(url, { connectTimeout }).pipe(
    // A newer server may send what this client does not know.
    json<ServerMessage, ClientMessage>({ incoming: serverMessage, invalid: 'skip' }),
    heartbeat({ message: { type: 'ping' }, isReply: ({ type }) => type === 'pong' }),
  )
}
