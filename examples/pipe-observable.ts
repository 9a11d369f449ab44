// How do I send what an Observable emits?
// `addStream` leaves the channel open for more; `source.subscribe(channel.sink)` would close it at the source's end.
import { firstValueFrom, interval, map, take, toArray } from 'rxjs'
import { WebSocketChannel } from 'web-socket-channel'

const channel = WebSocketChannel.connect(process.argv[2] ?? 'ws://127.0.0.1:8080')
const echoes = firstValueFrom(channel.stream.pipe(take(4), toArray()))

const ticks = interval(10).pipe(
  take(3),
  map((count) => `tick ${count}`),
)
await channel.sink.addStream(ticks)
channel.sink.add('and done')

console.log(await echoes)
await channel.sink.close()
