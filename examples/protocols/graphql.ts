// How do I subscribe to a GraphQL server over graphql-transport-ws?
// `json` makes messages of frames, and `multiplex` a stream of each subscription. `graphql-ws` has a server to try it with.
// Give it the address of a server and two subscriptions.
import { filter, firstValueFrom, map, takeWhile, type Observable } from 'rxjs'
import { json, multiplex, WebSocketChannel } from 'web-socket-channel'

type ClientMessage =
  | { readonly type: 'connection_init'; readonly payload?: object }
  | { readonly type: 'ping' | 'pong' }
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: { query: string } }
  | { readonly type: 'complete'; readonly id: string }

/** As a server that executes a query returns it: data, errors or both. */
interface Result {
  readonly data?: unknown
  readonly errors?: readonly unknown[]
}

type ServerMessage =
  | { readonly type: 'connection_ack' | 'ping' | 'pong' }
  | { readonly type: 'next'; readonly id: string; readonly payload: Result }
  | { readonly type: 'error'; readonly id: string; readonly payload: readonly unknown[] }
  | { readonly type: 'complete'; readonly id: string }

const url = process.argv[2] ?? 'ws://127.0.0.1:4000/graphql'
const queries = process.argv.slice(3)

const channel = WebSocketChannel.connect(url, { protocols: ['graphql-transport-ws'] }).pipe(
  json<ServerMessage, ClientMessage>(),
)
channel.stream.subscribe({
  next: ({ type }) => type === 'ping' && channel.sink.add({ type: 'pong' }),
  error: (error: Error) => console.error(error.message),
})

/** Sends a message and waits for one of the type that answers it. */
async function exchange(message: ClientMessage, type: ServerMessage['type']): Promise<void> {
  const answer = firstValueFrom(channel.stream.pipe(filter((answer) => answer.type === type)))
  channel.sink.add(message)
  await answer
}

let ids = 0

/** Emits the results of a query, and ends as the subscription does. Unsubscribing ends it at the server. */
function subscription(query: string): Observable<Result> {
  const id = String(++ids)
  let isComplete = false
  return multiplex(channel, {
    subscribe: () => ({ type: 'subscribe', id, payload: { query } }),
    unsubscribe: () => (isComplete ? undefined : { type: 'complete', id }),
    filter: (message) => 'id' in message && message.id === id,
  }).pipe(
    takeWhile(({ type }) => {
      isComplete = type !== 'next'
      return type !== 'complete'
    }),
    map((message): Result => {
      if (message.type === 'next') return message.payload
      throw new Error(`${query}: ${JSON.stringify(message)}`)
    }),
  )
}

await exchange({ type: 'connection_init' }, 'connection_ack')
await Promise.all(
  queries.map((query) =>
    subscription(query).forEach((result) => console.log(JSON.stringify(result))),
  ),
)
await exchange({ type: 'ping' }, 'pong')
console.log('pong')
await channel.sink.close(1000)
