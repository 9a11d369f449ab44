import { catchError, EMPTY, map, type Observable, of, scan, switchMap, timer } from 'rxjs'
import { json, reconnecting, WebSocketChannel } from 'web-socket-channel'
import type { ReconnectingChannel, ReconnectStatus } from 'web-socket-channel'
import * as z from 'zod'

const room = 'lobby'

const incoming = z.object({
  type: z.literal('message'),
  /** Grows with each message of the room. */
  seq: z.number(),
  author: z.string(),
  text: z.string(),
})
const outgoing = z.discriminatedUnion('type', [
  z.object({ type: z.literal('join'), room: z.string(), after: z.number() }),
  z.object({ type: z.literal('say'), room: z.string(), id: z.uuid(), text: z.string().max(1000) }),
])

export type ChatMessage = z.infer<typeof incoming>
export type ClientMessage = z.infer<typeof outgoing>
export type ChatChannel = ReconnectingChannel<ChatMessage, ClientMessage>

/** What a user sees of the connection: nothing while it is open. */
export interface Banner {
  readonly text: string
  /** Label of the button that begins the next attempt; `''` while there is none to begin. */
  readonly retry: string
}

/** Enters the chat. Each connection asks for the messages behind the last one that arrived. */
export function connectChat(name: string): ChatChannel {
  let last = 0
  const remembered = incoming.transform((message) => {
    last = message.seq
    return message
  })
  // The server also sends what is of no use here: it is skipped.
  const layer = json({ incoming: remembered, outgoing, invalid: 'skip' })
  const url = `/chat?name=${encodeURIComponent(name)}`
  return reconnecting(
    ({ connectTimeout }) => WebSocketChannel.connect(url, { connectTimeout }).pipe(layer),
    { onOpen: ({ sink }) => sink.add({ type: 'join', room, after: last }) },
  )
}

/** The message that says a text in the room. */
export function said(text: string): ClientMessage {
  return { type: 'say', room, id: crypto.randomUUID(), text }
}

/** Emits the list of all messages, whenever there is a new one. Completes when the channel fails: the banner says why. */
export function messagesOf({ stream }: ChatChannel): Observable<readonly ChatMessage[]> {
  return stream.pipe(
    scan((all: readonly ChatMessage[], message) => [...all, message], []),
    catchError(() => EMPTY),
  )
}

/** Emits the banner. While there is no connection it counts down to the next attempt. */
export function bannersOf({ statuses }: ChatChannel): Observable<Banner> {
  return statuses.pipe(
    switchMap((status) => {
      const ticks = status.name === 'waiting' ? timer(0, 250) : of(0)
      return ticks.pipe(map(() => bannerOf(status)))
    }),
  )
}

function bannerOf(status: ReconnectStatus): Banner {
  if (status.name === 'connecting') return { text: 'Connecting', retry: '' }
  if (status.name === 'closed') return { text: 'The chat has ended', retry: '' }
  if (status.name !== 'waiting') return { text: '', retry: '' }
  if (status.until === Infinity) return { text: 'You are offline', retry: 'Try now' }
  const seconds = Math.max(1, Math.ceil((status.until - Date.now()) / 1_000))
  return { text: 'Connection lost', retry: `Try now (${seconds} s)` }
}
