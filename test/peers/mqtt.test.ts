import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMosquitto } from './mosquitto.js'
import { copyExample, copyProgram } from './run-example.js'
import type { Program } from './start-program.js'

describe('the package mqtt over toWebStreams, with Mosquitto', () => {
  let broker: Program
  let url: string
  beforeAll(async () => {
    broker = await startMosquitto()
    url = `ws://127.0.0.1:${broker.port}`
  })
  afterAll(() => broker.stop())

  it('the example compiles', { timeout: 60_000 }, async () => {
    const example = await copyExample('protocols/mqtt.ts', ['mqtt'])
    expect(await example.compile()).toBe('')
  })

  it('the example subscribes, publishes and receives', async () => {
    const example = await copyExample('protocols/mqtt.ts', ['mqtt'])
    expect(await example.run(url)).toBe('greetings/ada: Hello!\nthe end\n')
  })

  it('every quality of service, large payloads, bursts and another connection work', async () => {
    const program = await copyProgram('mqtt.mjs', ['mqtt'])
    expect(JSON.parse(await program.run(url))).toEqual({
      qualities: ['quality 0', 'quality 1', 'quality 2'],
      isLargeEqual: true,
      isBurstOrdered: true,
      afterLoss: 'still there?',
      protocols: ['mqtt', 'mqtt'],
      errors: [expect.stringContaining('ConnectionClosedError')],
      states: ['closed', 'closed'],
    })
  })
})
