import fc from 'fast-check'
import type { Frame } from '../../../src/core/frame.js'
import { echoed, type Quirks } from './scripted-socket.js'

/** What a subscriber does when it gets a frame. */
export type Action =
  'nothing' | 'throw' | 'add' | 'close' | 'abort' | 'subscribe' | 'unsubscribe' | 'unsubscribeAll'

/** One thing that happens to a channel. */
export type Command =
  | { readonly type: 'open' | 'fail' | 'abort' | 'signal' | 'addError' | 'turn' }
  | { readonly type: 'message' | 'add' | 'next' | 'sourceNext'; readonly data: Frame }
  | { readonly type: 'end'; readonly code: number; readonly reason: string }
  | { readonly type: 'close'; readonly code: number | undefined }
  | { readonly type: 'misuse' | 'addStream' | 'sourceComplete' | 'sourceError' }
  | { readonly type: 'subscribe'; readonly at: number; readonly action: Action }
  | { readonly type: 'unsubscribe' | 'pull' | 'return'; readonly index: number }
  | { readonly type: 'iterate' }
  | { readonly type: 'tick'; readonly milliseconds: number }

/** The settings of a run. */
export interface Setting {
  readonly quirks: Quirks
  readonly unobserved: 'hold' | 'drop'
}

/** The deadlines and limits of every run; small, so that they are met often. */
export const limits = { connectTimeout: 1_000, closeTimeout: 500, maxHeldBytes: 40 } as const

const data: fc.Arbitrary<Frame> = fc.oneof(
  fc.constantFrom('', 'a', '€', echoed, 'twenty characters...'),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes)),
)
const index = fc.nat({ max: 3 })
const action: fc.Arbitrary<Action> = fc.constantFrom(
  ...(['nothing', 'nothing', 'throw', 'add', 'close', 'abort'] as const),
  ...(['subscribe', 'unsubscribe', 'unsubscribeAll'] as const),
)

/** Any command, the frequent ones of a connection's life more often. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Command>({ type: 'open' }) },
  { weight: 8, arbitrary: data.map((data): Command => ({ type: 'message', data })) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'fail' }) },
  { weight: 2, arbitrary: fc.constantFrom(1000, 1001, 1005, 1011, 4001).map(endOf) },
  { weight: 4, arbitrary: data.map((data): Command => ({ type: 'add', data })) },
  { weight: 1, arbitrary: data.map((data): Command => ({ type: 'next', data })) },
  { weight: 2, arbitrary: fc.constantFrom(undefined, 1000, 4002).map(closeOf) },
  { weight: 1, arbitrary: fc.constantFrom<Command>({ type: 'abort' }, { type: 'signal' }) },
  { weight: 1, arbitrary: fc.constantFrom<Command>({ type: 'misuse' }, { type: 'addError' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'addStream' }) },
  { weight: 2, arbitrary: data.map((data): Command => ({ type: 'sourceNext', data })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Command>({ type: 'sourceComplete' }, { type: 'sourceError' }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('subscribe'), at: index, action }) },
  { weight: 2, arbitrary: index.map((index): Command => ({ type: 'unsubscribe', index })) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'iterate' }) },
  { weight: 4, arbitrary: index.map((index): Command => ({ type: 'pull', index })) },
  { weight: 1, arbitrary: index.map((index): Command => ({ type: 'return', index })) },
  { weight: 8, arbitrary: fc.constant<Command>({ type: 'turn' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, 499, 500, 999, 1_000, 60_000)
      .map((milliseconds): Command => ({ type: 'tick', milliseconds })),
  },
)

/** Any mix of misbehaviours. */
export const setting: fc.Arbitrary<Setting> = fc
  .record({ quirks: quirksOf(), unobserved: fc.constantFrom('hold', 'drop') })
  // While a blob is read all subscribers may leave, which the model leaves out: then it matters what is dropped.
  .map(({ quirks, unobserved }) => ({
    quirks,
    unobserved: quirks.givesBlobs ? 'hold' : unobserved,
  }))

function quirksOf(): fc.Arbitrary<Quirks> {
  return fc.record({
    endsInsideClose: fc.boolean(),
    tellsCodeZero: fc.boolean(),
    tellsLittle: fc.boolean(),
    errorsOnly: fc.boolean(),
    closesOnly: fc.boolean(),
    givesBlobs: fc.boolean(),
    leavesAnswer: fc.boolean(),
    sticks: fc.boolean(),
  })
}

function endOf(code: number): Command {
  return { type: 'end', code, reason: code === 1005 ? '' : 'ended' }
}

function closeOf(code: number | undefined): Command {
  return { type: 'close', code }
}
