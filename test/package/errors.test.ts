import { describe, expect, it } from 'vitest'
import { importing, moduleFormats, runInNode } from './consumer.js'

const kinds = [
  'WebSocketChannelError',
  'ConnectionFailedError',
  'ConnectionClosedError',
  'KeepAliveTimeoutError',
  'BufferOverflowError',
  'MessageError',
  'InvalidStateError',
]

/** Opens a channel to a port where nobody listens, and hands its error to `look`. */
function failing(channel: string, look: string): string {
  return `
    async function main() {
      const channel = ${channel}
      const error = await channel.ready.catch((error) => error)
      report(${look})
    }

    void main()`
}

describe.each(moduleFormats)('loaded from .%s', (format) => {
  it('an error of ./node is an instance of the class of the root', async () => {
    const source = `
      ${importing(format, '{ ConnectionFailedError }', 'web-socket-channel')}
      ${importing(format, '{ NodeWebSocketChannel }', 'web-socket-channel/node')}
      ${failing(`NodeWebSocketChannel.connect('ws://127.0.0.1:1')`, 'error instanceof ConnectionFailedError')}`
    expect(await runInNode(source, format)).toBe(true)
  })

  it('an error of ./browser is an instance of the class of the root', async () => {
    const source = `
      ${importing(format, '{ ConnectionFailedError }', 'web-socket-channel')}
      ${importing(format, '{ BrowserWebSocketChannel }', 'web-socket-channel/browser')}
      ${importing(format, '{ WebSocket }', 'ws')}
      ${failing(
        `BrowserWebSocketChannel.connect('ws://127.0.0.1:1', { WebSocket })`,
        'error instanceof ConnectionFailedError',
      )}`
    expect(await runInNode(source, format)).toBe(true)
  })

  it('an error of the root is an instance of the class of the portable root', async () => {
    const file = format === 'mjs' ? 'index.js' : 'index.cjs'
    const portable = `./node_modules/web-socket-channel/dist/${file}`
    const source = `
      ${importing(format, '{ WebSocketChannel }', 'web-socket-channel')}
      ${importing(format, '{ ConnectionFailedError }', portable)}
      ${failing(`WebSocketChannel.connect('ws://127.0.0.1:1')`, 'error instanceof ConnectionFailedError')}`
    expect(await runInNode(source, format)).toBe(true)
  })
})

it('both builds run as they were written, classes with their names', async () => {
  const source = (format: (typeof moduleFormats)[number]): string => `
    ${importing(format, '{ InvalidStateError, MessageError }', 'web-socket-channel')}
    ${importing(format, '{ inspect }', 'node:util')}
    report([
      inspect(new InvalidStateError('x')).split('\\n')[0],
      MessageError.name,
      MessageError.toString().includes('static kind'),
    ])`
  for (const format of moduleFormats) {
    const told = await runInNode(source(format), format)
    expect(told, format).toEqual(['InvalidStateError: x', 'MessageError', true])
  }
})

describe('across the ESM and the CommonJS copy', () => {
  const both = `
    import { createRequire } from 'node:module'
    import * as esm from 'web-socket-channel'
    const cjs = createRequire(import.meta.url)('web-socket-channel')
    const details = { url: '', phase: 'network', code: 1006, reason: '', wasClean: false, limit: 1 }`

  it.each(kinds)('%s.is recognises an error of the other copy', async (kind) => {
    const source = `${both}
      const made = [new esm.${kind}('x', details), new cjs.${kind}('x', details)]
      report(made.map((error) => [esm.${kind}.is(error), cjs.${kind}.is(error)]))`
    expect(await runInNode(source, 'mjs')).toEqual([
      [true, true],
      [true, true],
    ])
  })

  it('the copies are indeed two', async () => {
    const source = `${both}\nreport(new cjs.MessageError('x', details) instanceof esm.MessageError)`
    expect(await runInNode(source, 'mjs')).toBe(false)
  })

  it('a class does not recognise its siblings, a base class recognises all', async () => {
    const source = `${both}
      const error = new cjs.KeepAliveTimeoutError('x', details)
      report(${JSON.stringify(kinds)}.filter((kind) => esm[kind].is(error)))`
    expect(await runInNode(source, 'mjs')).toEqual([
      'WebSocketChannelError',
      'ConnectionClosedError',
      'KeepAliveTimeoutError',
    ])
  })
})
