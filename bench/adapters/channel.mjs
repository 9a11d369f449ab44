import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A module of this library, from the build that `BENCH_DIST` names. */
export function importBuilt(entry) {
  return import(pathToFileURL(join(process.env.BENCH_DIST, entry)).href)
}

/** A channel of this library. */
export async function load({ entry, className, connect }) {
  const { [className]: Channel } = await importBuilt(entry)
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
