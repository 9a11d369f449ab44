import { describe, expect, it, vi } from 'vitest'
import {
  reconnectSettings,
  type ReconnectOptions,
} from '../../../src/layers/reconnecting/options.js'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'

/** Whether the options are refused before the opener is called, now or later. */
async function refusal(options: unknown): Promise<unknown> {
  const open = vi.fn(() => new Promise<never>(() => undefined))
  try {
    reconnecting(open, options as ReconnectOptions<unknown, unknown>)
  } catch (error) {
    await Promise.resolve()
    expect(open).not.toHaveBeenCalled()
    return error
  }
  throw new Error('The options were accepted')
}

const wrong = (name: string, found: string, wanted: string): TypeError =>
  new TypeError(`Cannot use ${name} of type ${found}: use type ${wanted}`)

describe('reconnecting refuses', () => {
  it.each<[open: unknown, found: string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['wss://host', 'string'],
    [new URL('wss://host'), 'object'],
    [Promise.resolve(), 'object'],
  ])('%s in place of an opener', (open, found) => {
    expect(() => reconnecting(open as () => never)).toThrow(wrong('open', found, 'function'))
  })

  it.each<[options: unknown, found: string]>([
    [null, 'null'],
    [5, 'number'],
    ['chat', 'string'],
    [['chat'], 'array'],
    [() => 5, 'function'],
  ])('%s in place of options', async (options, found) => {
    expect(await refusal(options)).toEqual(wrong('options', found, 'object'))
  })

  const functions = ['backoff', 'shouldReconnect', 'onOpen']
  it.each(functions)('an option `%s` that is no function', async (name) => {
    for (const value of [null, 5, {}, 'exponential', true]) {
      expect(await refusal({ [name]: value })).toBeInstanceOf(TypeError)
    }
    expect(await refusal({ [name]: 5 })).toEqual(wrong(name, 'number', 'function'))
  })

  const numbers = ['minUptime', 'maxAttempts', 'maxElapsed', 'attemptTimeout']
  const channelNumbers = ['closeTimeout', 'highWaterMark', 'maxHeldBytes']
  it.each([...numbers, ...channelNumbers])(
    'an option `%s` that is no number from 0',
    async (name) => {
      for (const value of [null, '5', {}, true, 5n]) {
        expect(await refusal({ [name]: value })).toEqual(
          wrong(name, value === null ? 'null' : typeof value, 'number'),
        )
      }
      for (const value of [NaN, -1, -Infinity]) {
        expect(await refusal({ [name]: value })).toEqual(
          new RangeError(`Cannot use ${name} ${value}: use 0 to Infinity`),
        )
      }
    },
  )

  it.each([0, 0.5, 1.5])('`maxAttempts` of %d', async (maxAttempts) => {
    expect(await refusal({ maxAttempts })).toEqual(
      new RangeError(`Cannot use maxAttempts ${maxAttempts}: use an integer from 1, or Infinity`),
    )
  })

  it.each<[queue: unknown, error: Error]>([
    [null, wrong('queue', 'null', 'object')],
    [5, wrong('queue', 'number', 'object')],
    [[], wrong('queue', 'array', 'object')],
    [{ maxBytes: '5' }, wrong('queue.maxBytes', 'string', 'number')],
    [{ maxBytes: NaN }, new RangeError('Cannot use queue.maxBytes NaN: use 0 to Infinity')],
    [{ maxBytes: -1 }, new RangeError('Cannot use queue.maxBytes -1: use 0 to Infinity')],
    [{ overflow: false }, wrong('queue.overflow', 'boolean', 'string')],
    [{ overflow: null }, wrong('queue.overflow', 'null', 'string')],
    [
      { overflow: 'drop' },
      new RangeError(
        'Cannot use queue.overflow "drop": use "throw", "drop-oldest" or "drop-newest"',
      ),
    ],
    [{ bytes: 5 }, new TypeError('Cannot use option bytes: use maxBytes, overflow')],
  ])('the queue %j', async (queue, error) => {
    expect(await refusal({ queue })).toEqual(error)
  })

  it.each([null, true, 5, 'window', {}, { addEventListener: () => undefined }])(
    'the network %j',
    async (network) => {
      expect(await refusal({ network })).toBeInstanceOf(TypeError)
    },
  )

  it.each([null, 5, {}, true])('the signal %j', async (signal) => {
    expect(await refusal({ signal })).toBeInstanceOf(TypeError)
  })

  it('an unknown `unobserved`', async () => {
    expect(await refusal({ unobserved: true })).toEqual(wrong('unobserved', 'boolean', 'string'))
    expect(await refusal({ unobserved: 'keep' })).toEqual(
      new RangeError('Cannot use unobserved "keep": use "hold" or "drop"'),
    )
  })

  it.each(['keepAlive', 'protocols', 'connectTimeout', 'WebSocket', 'maxRetries', 'onopen'])(
    'the unknown option `%s`',
    async (name) => {
      expect(await refusal({ [name]: 5 })).toEqual(
        new TypeError(
          `Cannot use option ${name}: use attemptTimeout, backoff, closeTimeout, highWaterMark, maxAttempts, maxElapsed, ` +
            'maxHeldBytes, minUptime, network, onOpen, queue, shouldReconnect, signal, unobserved, and keepAlive or protocols ' +
            'where the connection is opened',
        ),
      )
    },
  )

  it('options that are wrong without leaving a listener', async () => {
    const { signal } = new AbortController()
    const network = new EventTarget()
    const listening = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(network, 'addEventListener')]
    await refusal({ signal, network, queue: { maxBytes: -1 } })
    for (const spy of listening) expect(spy).not.toHaveBeenCalled()
  })
})

describe('the settings', () => {
  it('have defaults', () => {
    const { channel, backoff, ...settings } = reconnectSettings({})
    expect(settings).toEqual({
      minUptime: 5_000,
      maxAttempts: Infinity,
      maxElapsed: Infinity,
      attemptTimeout: 90_000,
      shouldReconnect: undefined,
      queue: { maxBytes: 1_048_576, overflow: 'throw' },
      onOpen: undefined,
      network: undefined,
    })
    expect(channel).toMatchObject({
      closeTimeout: 5_000,
      highWaterMark: 1_048_576,
      maxHeldBytes: 16_777_216,
      unobserved: 'hold',
      signal: undefined,
    })
    expect(backoff(1)).toBeLessThan(500)
  })

  it('treat `undefined` as absent, unknown options included', () => {
    const names = [
      'attemptTimeout, backoff, closeTimeout, highWaterMark, maxAttempts, maxElapsed, maxHeldBytes',
      'minUptime, network, onOpen, queue, shouldReconnect, signal, unobserved, other',
    ]
    const options = Object.fromEntries(
      names.flatMap((line) => line.split(', ')).map((name) => [name, undefined]),
    )
    const { backoff, ...settings } = reconnectSettings(options)
    const { backoff: _backoff, ...defaults } = reconnectSettings({})
    expect(settings).toEqual(defaults)
    expect([typeof backoff, typeof _backoff]).toEqual(['function', 'function'])
    expect(
      reconnectSettings({ queue: { maxBytes: undefined, overflow: undefined } }).queue,
    ).toEqual(settings.queue)
  })

  it('accept the ends of each range', () => {
    const least = {
      minUptime: 0,
      maxAttempts: 1,
      maxElapsed: 0,
      attemptTimeout: Infinity,
      queue: { maxBytes: 0, overflow: 'drop-oldest' },
      network: false,
    } as const
    expect(reconnectSettings(least)).toMatchObject(least)
    const most = { minUptime: Infinity, maxAttempts: Infinity, queue: { maxBytes: Infinity } }
    expect(reconnectSettings(most)).toMatchObject(most)
  })

  it('take 0 as no timeout of an attempt', () => {
    expect(reconnectSettings({ attemptTimeout: 0 }).attemptTimeout).toBe(Infinity)
  })

  it('take inherited options, as the dictionaries of the platform', async () => {
    expect(reconnectSettings(Object.create({ minUptime: 7 }) as object).minUptime).toBe(7)
    expect(await refusal(Object.create({ minUptime: '7' }))).toBeInstanceOf(TypeError)
  })

  it('accept emitters that are functions, as some of React Native', () => {
    const emitter = Object.assign(() => undefined, {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    })
    expect(reconnectSettings({ network: emitter }).network).toBe(emitter)
  })
})
