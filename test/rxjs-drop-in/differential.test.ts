import fc from 'fast-check'
import type { Subscription } from 'rxjs'
import * as rxjs from 'rxjs/webSocket'
import { expect, it } from 'vitest'
import * as portable from '../../src/rxjs.js'
import type { WebSocketSubject } from '../../src/rxjs.js'
import type { DropIn, Stage } from './drop-in.js'
import type { MockRemote } from './mock-sockets.js'
import { perform } from './perform.js'

// Random programs do the same with both modules. Sent messages and the `error` event are left out: there are mends for them.

const actions = {
  subscribe: ({ source, subscriptions, log }) => {
    const name = `s${subscriptions.length}`
    const subscription = source.subscribe({
      next: (value) => log.push(`${name} ${String(value)}`),
      error: () => log.push(`${name} error`),
      complete: () => log.push(`${name} complete`),
    })
    subscriptions.push(subscription)
  },
  unsubscribe: ({ subscriptions }, index) => {
    const active = subscriptions.filter(({ closed }) => !closed)
    active[index % active.length]?.unsubscribe()
  },
  next: ({ source }, index) => {
    source.next(index)
  },
  complete: ({ source }) => {
    source.complete()
  },
  error: ({ source }, index) => {
    source.error({ code: 4000 + index })
  },
  refuse: ({ source }) => {
    source.error(new Error('no code'))
  },
  open: (program, index) => {
    const remote = remoteOf(program, index)
    if (remote?.socket.readyState === 0) remote.open()
  },
  receive: (program, index) => {
    const remote = remoteOf(program, index)
    if (remote?.socket.readyState === 1) remote.receive(index)
  },
  end: (program, index) => {
    const remote = remoteOf(program, index)
    if (remote && remote.socket.readyState > 0) remote.end(1000 + index)
  },
  break: (program, index) => {
    const remote = remoteOf(program, index)
    if (remote && remote.socket.readyState > 0) remote.break()
  },
} satisfies Readonly<Record<string, (program: Program, index: number) => void>>

type Step = readonly [action: keyof typeof actions, index: number]

interface Program {
  readonly source: WebSocketSubject<number>
  readonly subscriptions: Subscription[]
  readonly log: string[]
  readonly all: readonly MockRemote[]
}

/** A socket that has not ended. */
function remoteOf({ all }: Program, index: number): MockRemote | undefined {
  const living = all.filter(({ socket }) => socket.readyState < 3)
  return living[index % living.length]
}

async function logOf(module: DropIn, steps: readonly Step[]): Promise<readonly string[]> {
  let events: readonly string[] = []
  const run = ({ subject, mocks, log }: Stage): void => {
    const source = subject<number>({
      openObserver: { next: () => log.push('open') },
      closeObserver: { next: ({ code }) => log.push(`closed ${code}`) },
      closingObserver: { next: () => log.push('closing') },
    })
    const program = { source, subscriptions: [], log, all: mocks.all }
    for (const [action, index] of steps) {
      log.push(`--- ${action}`)
      actions[action](program, index)
      log.push(`${mocks.all.length} sockets`)
    }
    events = log.filter((event) => !event.startsWith('send'))
  }
  await perform({ name: 'a program', run }, module)
  return events
}

it('random programs have the same events with rxjs/webSocket and with the drop-in', async () => {
  const names = Object.keys(actions) as (keyof typeof actions)[]
  // More of what a program needs to get anywhere.
  const action = fc.constantFrom(...names, 'subscribe' as const, 'open' as const)
  const steps = fc.array(fc.tuple(action, fc.nat(2)), { minLength: 3, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      const wanted = await logOf(rxjs as unknown as DropIn, steps)
      expect(await logOf(portable, steps)).toEqual(wanted)
    }),
    { numRuns: 2_000, seed: 7 },
  )
})
