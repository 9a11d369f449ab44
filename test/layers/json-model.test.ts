import fc from 'fast-check'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Subscription } from 'rxjs'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import { MessageError } from '../../src/core/errors.js'
import { json } from '../../src/layers/json.js'
import { numbered } from './schema.js'

type Invalid = 'fail' | 'skip' | 'report'
type Command = 'good' | 'not JSON' | 'refused' | 'join' | 'leave' | 'join below' | 'leave below'

const command = fc.constantFrom<Command>(
  ...(['good', 'good', 'not JSON', 'refused'] as const),
  ...(['join', 'join', 'leave', 'join below', 'leave below'] as const),
)

/** What one subscription received. */
type Record = unknown[]

/** What the subscriptions of a channel, and of the channel below, receive: as the contract says it. */
class Model {
  readonly above: Record[] = []
  readonly below: Record[] = []
  reported = 0
  readonly #invalid: Invalid
  #held: string[] = []
  #joinedAbove: Record[] = []
  #joinedBelow: Record[] = []
  #hasEnded = false

  constructor(invalid: Invalid) {
    this.#invalid = invalid
  }

  send(frame: string): void {
    if (this.#hasEnded) return
    for (const record of this.#joinedBelow) record.push(frame)
    if (this.#joinedAbove.length > 0) this.#take(frame)
    else this.#held.push(frame)
  }

  join(): void {
    const record: Record = []
    this.above.push(record)
    this.#joinedAbove.push(record)
    if (this.#hasEnded) this.#end()
    for (const frame of this.#held.splice(0)) if (!this.#hasEnded) this.#take(frame)
  }

  joinBelow(): void {
    const record: Record = []
    this.below.push(record)
    this.#joinedBelow.push(record)
    if (this.#hasEnded) this.#end()
  }

  leave(): void {
    this.#joinedAbove.shift()
  }

  leaveBelow(): void {
    this.#joinedBelow.shift()
  }

  #take(frame: string): void {
    const isGood = /^{"n":\d/.test(frame)
    if (isGood) for (const record of this.#joinedAbove) record.push(frame)
    else if (this.#invalid === 'fail') this.#end()
    else if (this.#invalid === 'report') this.reported++
  }

  #end(): void {
    this.#hasEnded = true
    for (const record of [...this.#joinedAbove, ...this.#joinedBelow]) record.push('error')
    this.#joinedAbove = []
    this.#joinedBelow = []
  }
}

/** Subscriptions of a channel, in the order in which they were made. */
class Subscribers<T> {
  readonly records: Record[] = []
  readonly #channel: Channel<T, never>
  readonly #subscriptions: Subscription[] = []

  constructor(channel: Channel<T, never>) {
    this.#channel = channel
  }

  join(): void {
    const record: Record = []
    this.records.push(record)
    const subscription = this.#channel.stream.subscribe({
      next: (value) => record.push(typeof value === 'string' ? value : JSON.stringify(value)),
      error: (error: unknown) => record.push(MessageError.is(error) ? 'error' : error),
    })
    this.#subscriptions.push(subscription)
  }

  /** Ends the oldest subscription that is left. */
  leave(): void {
    this.#subscriptions.find((subscription) => !subscription.closed)?.unsubscribe()
  }
}

function frameOf(command: Command, index: number): string | undefined {
  if (command === 'good') return `{"n":${index}}`
  if (command === 'refused') return `{"n":"${index}"}`
  return command === 'not JSON' ? `{${index}` : undefined
}

it('delivers to random subscriptions above and below what the contract says', async () => {
  const invalids = fc.constantFrom<Invalid>('fail', 'skip', 'report')
  await fc.assert(
    fc.asyncProperty(invalids, fc.array(command, { maxLength: 40 }), async (invalid, commands) => {
      const model = new Model(invalid)
      const [client, server] = channelPair()
      let reported = 0
      const values = client.pipe(
        json({ incoming: numbered(), invalid: invalid === 'report' ? () => reported++ : invalid }),
      )
      const above = new Subscribers(values)
      const below = new Subscribers(client)
      server.stream.subscribe({ error: () => undefined })
      for (const [index, name] of commands.entries()) {
        const frame = frameOf(name, index)
        if (frame !== undefined) {
          server.sink.add(frame)
          model.send(frame)
        } else if (name === 'join') {
          above.join()
          model.join()
        } else if (name === 'leave') {
          above.leave()
          model.leave()
        } else if (name === 'join below') {
          below.join()
          model.joinBelow()
        } else {
          below.leave()
          model.leaveBelow()
        }
        await turn()
      }
      expect({ above: above.records, below: below.records, reported }).toEqual({
        above: model.above,
        below: model.below,
        reported: model.reported,
      })
      values.abort()
      await server.closed
    }),
    { numRuns: 300 },
  )
})

it('carries every JSON value there and back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 8 }), async (sent) => {
      const [client, server] = channelPair()
      const values = client.pipe(json())
      server.stream.subscribe((frame) => {
        server.sink.add(frame)
      })
      await values.sink.addStream(sent)
      const received: unknown[] = []
      if (sent.length > 0) {
        for await (const value of values.stream) {
          if (received.push(value) === sent.length) break
        }
      }
      expect(received).toEqual(JSON.parse(JSON.stringify(sent)))
      await client.sink.close()
    }),
    { numRuns: 100 },
  )
})
