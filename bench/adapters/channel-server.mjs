import { once } from 'node:events'
import { createServer } from 'node:http'
import { importBuilt } from './channel.mjs'

/** A server of channels. With `broadcasts`, it sends to all clients by `broadcast`, else in a loop of `add`. */
export async function loadServing({ broadcasts, build }) {
  const { broadcast, serveChannels } = await importBuilt('server.js', build)
  return async ({ echoes = false, keepAlive } = {}) => {
    const http = createServer()
    const { connections, channels } = serveChannels(http, { path: '/', keepAlive })
    connections.subscribe((channel) => {
      // A client that is lost is an error of its stream.
      channel.stream.subscribe({
        next: echoes ? (frame) => channel.sink.add(frame) : ignore,
        error: ignore,
      })
    })
    http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(http, 'listening')
    const toAll = broadcasts
      ? (data) => broadcast(channels, data)
      : (data) => {
          for (const { sink } of channels) sink.add(data)
        }
    return { port: http.address().port, toAll, connections: channels }
  }
}

function ignore() {
  // The clients send nothing.
}
