import { expect, it } from 'vitest'
import { importing, moduleFormats, runInNode } from './consumer.js'

const serve = `
  async function main() {
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    const url = 'ws://127.0.0.1:' + http.address().port
    const first = serveChannels(http, { path: '/first' })
    const second = otherServeChannels(http, { path: '/second' })
    let twice
    try { otherServeChannels(http, { path: '/first' }) } catch ({ name }) { twice = name }
    const listeners = http.listenerCount('upgrade')
    const texts = []
    for (const path of ['/first', '/second']) {
      const channel = NodeWebSocketChannel.connect(url + path)
      await channel.ready
      channel.stream.subscribe((text) => texts.push(text))
    }
    // A channel of the other copy takes the message, too.
    broadcast([...first.channels, ...second.channels], 'to all')
    while (texts.length < 2) await new Promise((resolve) => setImmediate(resolve))
    const none = await NodeWebSocketChannel.connect(url + '/none').ready.catch(({ status }) => status)
    await first.close()
    await second.close()
    report({ twice, listeners, texts, none, left: http.listenerCount('upgrade') })
    http.close()
  }

  void main()`

it.each(moduleFormats)('./server serves, broadcasts and ends, loaded from .%s', async (format) => {
  const source = `
    ${importing(format, '{ once }', 'node:events')}
    ${importing(format, '{ createServer }', 'node:http')}
    ${importing(format, '{ NodeWebSocketChannel }', 'web-socket-channel/node')}
    ${importing(format, '{ broadcast, serveChannels }', 'web-socket-channel/server')}
    const otherServeChannels = serveChannels
    ${serve}`
  expect(await runInNode(source, format)).toEqual(outcome)
})

it('two copies of ./server share the listener of an http server', async () => {
  const source = `
    import { once } from 'node:events'
    import { createServer } from 'node:http'
    import { createRequire } from 'node:module'
    import { NodeWebSocketChannel } from 'web-socket-channel/node'
    import { broadcast, serveChannels } from 'web-socket-channel/server'
    const other = createRequire(import.meta.url)('web-socket-channel/server')
    const otherServeChannels = other.serveChannels
    if (otherServeChannels === serveChannels) throw new Error('There is one copy')
    ${serve}`
  expect(await runInNode(source, 'mjs')).toEqual(outcome)
})

const outcome = {
  twice: 'TypeError',
  listeners: 1,
  texts: ['to all', 'to all'],
  none: 404,
  left: 0,
}
