import { catchError, EMPTY, map, type Observable, of, scan, switchMap, timer } from 'rxjs'
import { json, reconnecting, type ReconnectingChannel, WebSocketChannel } from 'web-socket-channel'
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

/** Emits the banner. Without a connection it counts down to the next attempt, and keeps its text until one opens. */
export function bannersOf({ statuses }: ChatChannel): Observable<Banner> {
  let [text, lost] = ['Connecting', 'The server cannot be reached']
  return statuses.pipe(
    switchMap((status) => {
      if (status.name === 'open') [text, lost] = ['', 'Connection lost']
      if (status.name === 'closed') text = `The chat has ended${reasonOf(status.cause)}`
      if (status.name !== 'waiting') return of({ text, retry: '' })
      text = status.until === Infinity ? 'You are offline' : lost
      return timer(0, 250).pipe(map(() => ({ text, retry: `Try now${countdown(status.until)}` })))
    }),
  )
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `: ${cause.message}` : ''
}

function countdown(until: number): string {
  if (until === Infinity) return ''
  return ` (${Math.max(1, Math.ceil((until - Date.now()) / 1_000))} s)`
}
