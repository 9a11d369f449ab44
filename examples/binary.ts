// How do I send and receive binary data?
// A typed array goes out; what arrives is a Uint8Array whose buffer is exactly the frame.
import { firstValueFrom } from 'rxjs'
import { WebSocketChannel } from 'web-socket-channel'

const channel = WebSocketChannel.connect(process.argv[2] ?? 'ws://127.0.0.1:8080')

channel.sink.add(new Float64Array([Math.PI, Math.E]))
const frame = await firstValueFrom(channel.stream)

if (typeof frame === 'string') throw new Error(`Expected a binary frame, got "${frame}"`)
console.log(`${frame.byteLength} bytes`)
console.log(new Float64Array(frame.buffer))

await channel.sink.close()
