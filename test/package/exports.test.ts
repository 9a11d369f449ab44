import { describe, expect, it } from 'vitest'
import { importing, moduleFormats, runInNode } from './consumer.js'

/** Every value that an entry exports. Adding a line here is a minor version, removing one a major. */
const entries = {
  'web-socket-channel': [
    'BufferOverflowError',
    'ConnectionClosedError',
    'ConnectionFailedError',
    'InvalidStateError',
    'KeepAliveTimeoutError',
    'MessageError',
    'ReconnectFailedError',
    'RequestTimeoutError',
    'WebSocketChannel',
    'WebSocketChannelError',
    'channelPair',
    'codec',
    'exponentialBackoff',
    'heartbeat',
    'json',
    'multiplex',
    'reconnecting',
    'requests',
    'snapshots',
    'toWebStreams',
    'webSocketClass',
  ],
  'web-socket-channel/status': [
    'abnormalClosure',
    'badGateway',
    'forbidden',
    'goingAway',
    'internalServerError',
    'invalidFramePayloadData',
    'messageTooBig',
    'missingMandatoryExtension',
    'noStatusReceived',
    'normalClosure',
    'policyViolation',
    'protocolError',
    'serviceRestart',
    'timeout',
    'tlsHandshakeFailed',
    'tryAgainLater',
    'unauthorized',
    'unsupportedData',
  ],
  'web-socket-channel/browser': ['BrowserWebSocketChannel'],
  'web-socket-channel/node': ['NodeWebSocketChannel'],
  'web-socket-channel/rxjs': ['WebSocketSubject', 'webSocket'],
  'web-socket-channel/server': ['broadcast', 'serveChannels'],
  'web-socket-channel/testing': ['startEchoServer'],
  'web-socket-channel/websocket-stream': ['WebSocketStreamChannel'],
}

describe.each(Object.entries(entries))('%s', (specifier, names) => {
  it.each(moduleFormats)(
    'exports exactly the names of its list, loaded from .%s',
    async (format) => {
      const source = `${importing(format, '* as entry', specifier)}\nreport(Object.keys(entry))`
      const found = (await runInNode(source, format)) as string[]
      expect(found.filter((name) => name !== '__esModule').sort()).toEqual(names)
    },
  )

  it('exports the same names to code for other platforms than Node', async () => {
    const subpath = specifier.slice('web-socket-channel/'.length)
    for (const file of subpath ? [subpath] : ['index', 'index.default']) {
      const source = `import * as entry from './node_modules/web-socket-channel/dist/${file}.js'`
      const found = await runInNode(`${source}\nreport(Object.keys(entry))`, 'mjs')
      expect(found, file).toEqual(names)
    }
  })
})

it.each(moduleFormats)('names its classes as it exports them, loaded from .%s', async (format) => {
  const source = `
    ${importing(format, '{ WebSocketChannel, WebSocketChannelError }', 'web-socket-channel')}
    ${importing(format, '{ BrowserWebSocketChannel }', 'web-socket-channel/browser')}
    ${importing(format, '{ NodeWebSocketChannel }', 'web-socket-channel/node')}
    ${importing(format, '{ WebSocketSubject }', 'web-socket-channel/rxjs')}
    ${importing(format, '{ WebSocketStreamChannel }', 'web-socket-channel/websocket-stream')}
    const classes = {
      WebSocketChannel, WebSocketChannelError, BrowserWebSocketChannel, NodeWebSocketChannel, WebSocketSubject,
      WebSocketStreamChannel,
    }
    report(Object.entries(classes).map(([exported, { name }]) => ({ exported, name })))`
  const found = (await runInNode(source, format)) as readonly { exported: string; name: string }[]
  expect(found).toHaveLength(6)
  for (const { exported, name } of found) expect(name).toBe(exported)
})

it('can be imported by name from its CommonJS files', async () => {
  const source = `
    import { WebSocketChannel, channelPair } from './node_modules/web-socket-channel/dist/index.node.cjs'
    report([typeof WebSocketChannel, typeof channelPair])`
  expect(await runInNode(source, 'mjs')).toEqual(['function', 'function'])
})
