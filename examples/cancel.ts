// How do I cancel a connection with an AbortSignal?
// Before it is open the attempt fails with the signal's reason; once open the connection is dropped.
import { WebSocketChannel } from 'web-socket-channel'

const url = process.argv[2] ?? 'ws://127.0.0.1:8080'

const attempt = new AbortController()
const early = WebSocketChannel.connect(url, { signal: attempt.signal })
attempt.abort(new Error('the user left'))
await early.ready.catch((reason: unknown) => console.log(`never opened: ${String(reason)}`))

const session = new AbortController()
const late = WebSocketChannel.connect(url, { signal: session.signal })
late.stream.subscribe({ complete: () => console.log('the stream completed') })
await late.ready
session.abort()
console.log(await late.closed)
