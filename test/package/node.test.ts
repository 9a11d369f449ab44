import { describe, expect, it } from 'vitest'
import { importing, moduleFormats, runInNode } from './consumer.js'

const channels = [
  ['web-socket-channel', 'WebSocketChannel'],
  ['web-socket-channel/node', 'NodeWebSocketChannel'],
] as const

describe.each(moduleFormats)('loaded from .%s in Node', (format) => {
  it.each(channels)('%s connects, gets an echo and lets the process end', async (entry, name) => {
    const source = `
      ${importing(format, `{ ${name} }`, entry)}
      ${importing(format, '{ startEchoServer }', 'web-socket-channel/testing')}
      ${importing(format, '{ firstValueFrom }', 'rxjs')}

      async function main() {
        const server = await startEchoServer()
        const channel = ${name}.connect(server.url)
        channel.sink.add('Hello!')
        const frame = await firstValueFrom(channel.stream)
        const closed = await channel.sink.close(4000, 'bye')
        await server.close()
        report({ frame, closed })
      }

      void main()`
    expect(await runInNode(source, format)).toEqual({
      frame: 'Hello!',
      closed: { code: 4000, reason: 'bye', wasClean: true, initiator: 'local' },
    })
  })
})
