import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A channel of this library, from the build that `BENCH_DIST` names. */
export async function load({ entry, className, connect }) {
  const built = pathToFileURL(join(process.env.BENCH_DIST, entry))
  const Channel = (await import(built.href))[className]
  return async (url, onFrame) => {
    const channel = Channel.connect(url, connect)
    channel.stream.subscribe(onFrame)
    await channel.ready
    return {
      send: (data) => channel.sink.add(data),
      buffered: () => channel.sink.bufferedAmount,
      close: () => channel.sink.close(),
    }
  }
}
