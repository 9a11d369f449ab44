import { Agent } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  frameSettings,
  type NodeConnectOptions,
  webSocketOptions,
} from '../../../src/adapters/node/options.js'

describe('options that only Node has', () => {
  it('are passed on to ws, but for those of the channel', () => {
    const own = {
      ...{ closeTimeout: 1, connectTimeout: 1, fastPath: true, highWaterMark: 1, keepAlive: false },
      ...{ maxHeldBytes: 1, protocols: [], sharedFrames: false, unobserved: 'drop' },
      ...{ signal: new AbortController().signal, followRedirects: true, handshakeTimeout: 1 },
    } as const
    const passed = { headers: { a: 'b' }, maxPayload: 5, origin: 'o', ca: 'c', family: 6 }
    expect(webSocketOptions({ ...own, ...passed } as NodeConnectOptions)).toEqual({
      ...passed,
      perMessageDeflate: false,
    })
  })

  it.each([0, 5, 2 ** 31 - 1])('limit messages to %d bytes', (maxPayload) => {
    expect(webSocketOptions({ maxPayload })).toEqual({ maxPayload, perMessageDeflate: false })
  })

  it.each([2 ** 31, 2 ** 32 + 5, Infinity])('do not limit messages to %d bytes', (maxPayload) => {
    expect(webSocketOptions({ maxPayload })).toEqual({ maxPayload: 0, perMessageDeflate: false })
  })

  it.each([2 ** 31, 2 ** 32 + 5, Infinity])('do not limit pieces to %d', (limit) => {
    const limits = { maxFragments: limit, maxBufferedChunks: limit }
    expect(webSocketOptions(limits)).toEqual({
      ...{ maxFragments: 0, maxBufferedChunks: 0, perMessageDeflate: false },
    })
  })

  it.each(['agent', 'createConnection'])('are refused beside a socketPath: %s', (name) => {
    const other = name === 'agent' ? new Agent() : connect
    expect(() => webSocketOptions({ socketPath: '/echo.sock', [name]: other })).toThrow(
      new TypeError(`Cannot use socketPath with ${name}: use one of them`),
    )
  })

  it.each([true, false, {}, { threshold: 5 }])(
    'may ask for compression: %j',
    (perMessageDeflate) => {
      expect(webSocketOptions({ perMessageDeflate })).toEqual({ perMessageDeflate })
    },
  )

  it.each([
    [{ headers: 'a: b' }, TypeError],
    [{ headers: null }, TypeError],
    [{ perMessageDeflate: 'yes' }, TypeError],
    [{ perMessageDeflate: null }, TypeError],
    [{ maxPayload: '5' }, TypeError],
    [{ maxPayload: -1 }, RangeError],
    [{ maxPayload: NaN }, RangeError],
    [{ maxFragments: -1 }, RangeError],
    [{ maxBufferedChunks: '5' }, TypeError],
    [{ lookup: 'host' }, TypeError],
    [{ createConnection: {} }, TypeError],
    [{ socketPath: 5 }, TypeError],
  ])('are refused if they are wrong: %j', (options, error) => {
    expect(() => webSocketOptions(options as never)).toThrow(error)
  })

  it('say how frames are read and written', () => {
    expect(frameSettings({})).toEqual({ fastPath: 'auto', sharesFrames: false })
    for (const fastPath of ['auto', true, false] as const) {
      expect(frameSettings({ fastPath, sharedFrames: true })).toEqual({
        ...{ fastPath, sharesFrames: true },
      })
    }
    for (const options of [{ fastPath: 1 }, { sharedFrames: 'no' }, { fastPath: null }]) {
      expect(() => frameSettings(options as never)).toThrow(TypeError)
    }
    expect(() => frameSettings({ fastPath: 'on' as never })).toThrow(
      new RangeError('Cannot use fastPath "on": use "auto", true or false'),
    )
  })
})
