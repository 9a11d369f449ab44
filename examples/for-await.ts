// How do I read a channel with `for await`?
// The loop takes frames at its own pace; leaving it does not close the connection.
import { WebSocketChannel } from 'web-socket-channel'

const channel = WebSocketChannel.connect(process.argv[2] ?? 'ws://127.0.0.1:8080')
for (const word of ['one', 'two', 'three', 'four']) channel.sink.add(word)

for await (const frame of channel.stream) {
  console.log(frame)
  if (frame === 'two') break
}
console.log(`still ${channel.state}`)

for await (const frame of channel.stream) {
  console.log(frame)
  if (frame === 'four') await channel.sink.close()
}
console.log(channel.state)
