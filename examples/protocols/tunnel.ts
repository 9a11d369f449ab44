// How do I send a large file through a TCP tunnel with little memory?
// `addStream` reads the file only as fast as the peer takes it, and `for await` pauses the socket while the disk is behind.
// First start a TCP server that echoes, and the tunnel: websockify 127.0.0.1:8082 127.0.0.1:7
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { WebSocketChannel } from 'web-socket-channel'

const url = process.argv[2] ?? 'ws://127.0.0.1:8082'
const file = process.argv[3] ?? 'original'
const copy = process.argv[4] ?? 'copy'

const channel = WebSocketChannel.connect(url, { protocols: ['binary'] })
const { size } = await stat(file)
let mostBuffered = 0

async function* received(): AsyncGenerator<string | Uint8Array> {
  let count = 0
  for await (const frame of channel.stream) {
    yield frame
    count += frame.length
    mostBuffered = Math.max(mostBuffered, channel.sink.bufferedAmount)
    if (count >= size) return
  }
}

await Promise.all([
  channel.sink.addStream(createReadStream(file)),
  pipeline(received, createWriteStream(copy)),
])
console.log(`${size} bytes there and back, at most ${mostBuffered} bytes buffered`)
await channel.sink.close()
