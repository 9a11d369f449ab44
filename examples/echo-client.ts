// How do I send a message and get the answer?
// Adds one text before the connection is open, prints what comes back, closes.
import { WebSocketChannel } from 'web-socket-channel'

const channel = WebSocketChannel.connect(process.argv[2] ?? 'ws://127.0.0.1:8080')

channel.stream.subscribe({
  next(frame) {
    console.log(`received: ${String(frame)}`)
    void channel.sink.close()
  },
  error: (error: Error) => console.error(error.message),
  complete: () => console.log('the end'),
})
channel.sink.add('Hello!')
