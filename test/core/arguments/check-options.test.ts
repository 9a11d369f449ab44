import { describe, expect, it } from 'vitest'
import {
  amount,
  channelSettings,
  CONNECT_OPTIONS,
  expectType,
} from '../../../src/core/arguments/check-options.js'
import type { Settings } from '../../../src/core/arguments/check-options.js'

const ofChannel = (options: object): Settings => channelSettings(options, '')
const ofConnect = (options: object): Settings => channelSettings(options, CONNECT_OPTIONS)

const defaults = {
  signal: undefined,
  connectTimeout: 20_000,
  closeTimeout: 5_000,
  highWaterMark: 2 ** 20,
  maxHeldBytes: 2 ** 24,
  unobserved: 'hold',
  keepAlive: { interval: 20_000, timeout: 20_000 },
}
const noSignal = 'Cannot use signal.addEventListener of type undefined: use type function'
const absent = {
  signal: undefined,
  closeTimeout: undefined,
  highWaterMark: undefined,
  maxHeldBytes: undefined,
  unobserved: undefined,
  keepAlive: undefined,
}

describe('the settings of a channel', () => {
  it.each([[{}], [absent], [{ keepAlive: {} }], [{ headers: undefined }]])(
    'for %j are the defaults',
    (options) => {
      expect(ofChannel(options)).toEqual(defaults)
    },
  )

  it('have no keep-alive for `false`', () => {
    expect(ofChannel({ keepAlive: false }).keepAlive).toBeUndefined()
  })

  it('contain inherited options, as the dictionaries of the platform do', () => {
    class Options {
      #timeout = 7

      get closeTimeout(): number {
        return this.#timeout
      }
    }
    expect(ofChannel(Object.create({ highWaterMark: 5 }) as object).highWaterMark).toBe(5)
    expect(ofChannel(new Options()).closeTimeout).toBe(7)
  })
})

describe('an option that a channel does not have', () => {
  const known = 'closeTimeout, highWaterMark, keepAlive, maxHeldBytes, signal, unobserved'
  const elsewhere = 'or web-socket-channel/node for those of ws and Node'

  it.each([
    ['a misspelt one', { closeTimeOut: 1 }, 'closeTimeOut'],
    ['one of Node', { headers: { authorization: 'x' } }, 'headers'],
    ['one of `connect`', { connectTimeout: 1 }, 'connectTimeout'],
    ['an inherited one', Object.create({ agent: {} }) as object, 'agent'],
  ])('is refused by `from`, which names no other entry: %s', (_, options, name) => {
    const message = `Cannot use option ${name}: use ${known}`
    expect(() => ofChannel(options)).toThrow(new TypeError(message))
  })

  it('is refused by `connect`, which has more options', () => {
    const options = { connectTimeout: 1, protocols: [], WebSocket: undefined }
    expect(ofConnect(options).connectTimeout).toBe(1)
    const message = `Cannot use option maxPayload: use ${known}, WebSocket, connectTimeout, protocols, ${elsewhere}`
    expect(() => ofConnect({ maxPayload: 1 })).toThrow(new TypeError(message))
  })

  it('is taken where any may be, for those that know it', () => {
    expect(channelSettings({ headers: {} } as object, undefined)).toEqual(defaults)
  })

  it('is refused within keepAlive', () => {
    const message = 'Cannot use option intervall: use interval, timeout'
    const keepAlive = { intervall: 1 }
    expect(() => ofChannel({ keepAlive })).toThrow(new TypeError(message))
  })
})

describe('options that are not an object', () => {
  it.each(['chat', ['chat']])('say where subprotocols belong: %j', (options) => {
    const message = 'Cannot use subprotocols as options: use { protocols }'
    expect(() => ofConnect(options as never)).toThrow(new TypeError(message))
  })

  it.each([
    [null, 'null'],
    [7, 'number'],
  ])('are refused: %j', (options, type) => {
    const message = `Cannot use options of type ${type}: use type object`
    expect(() => ofChannel(options as never)).toThrow(new TypeError(message))
  })
})

describe('an option of the wrong value', () => {
  it.each([
    [{ unobserved: 'keep' }, new RangeError('Cannot use unobserved "keep": use "hold" or "drop"')],
    [{ closeTimeout: -1 }, new RangeError('Cannot use closeTimeout -1: use 0 to Infinity')],
    [{ maxHeldBytes: NaN }, new RangeError('Cannot use maxHeldBytes NaN: use 0 to Infinity')],
    [{ signal: {} }, new TypeError(noSignal)],
    [{ signal: null }, new TypeError(noSignal)],
    [{ keepAlive: true }, new TypeError('Cannot use keepAlive of type boolean: use type object')],
  ])('is refused: %o', (options, error) => {
    expect(() => ofChannel(options as never)).toThrow(error)
  })
})

describe('an amount', () => {
  it.each([0, 0.5, 2 ** 53, Infinity])('may be %d', (value) => {
    expect(amount('x', value, 1)).toBe(value)
  })

  it('is the default when undefined', () => {
    expect(amount('x', undefined, 1)).toBe(1)
  })
})

describe('a value of the wrong type', () => {
  it.each([
    [null, 'null'],
    [[], 'array'],
    [{}, 'object'],
    [undefined, 'undefined'],
  ])('is named: %j', (value, found) => {
    const message = `Cannot use it of type ${found}: use type string`
    expect(() => {
      expectType('it', value, 'string')
    }).toThrow(new TypeError(message))
  })
})
