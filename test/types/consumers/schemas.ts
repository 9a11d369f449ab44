import { type } from 'arktype'
import type { Observable } from 'rxjs'
import * as v from 'valibot'
import {
  codec,
  json,
  multiplex,
  requests,
  snapshots,
  toWebStreams,
  WebSocketChannel,
} from 'web-socket-channel'
import type { AsyncSnapshot, Channel, RequestChannel } from 'web-socket-channel'
import * as z from 'zod'

/** `true` if two types are the same; unlike `extends` in both directions it notices `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Compiles only with `true`. */
declare function check<Claim extends true>(...claim: Claim[]): void
type Messages<Of> = Of extends Channel<infer In, infer Out> ? [In, Out] : never

const channel = WebSocketChannel.connect('wss://echo.example')

/** What arrives. */
interface Tick {
  symbol: string
  price: number
}
/** What is added; the schemas make a text of the date. */
interface Order {
  symbol: string
  at: Date
}

const schemas = {
  zod: {
    incoming: z.object({ symbol: z.string(), price: z.string().transform(Number) }),
    outgoing: z.object({
      symbol: z.string(),
      at: z.date().transform((date) => date.toISOString()),
    }),
  },
  valibot: {
    incoming: v.object({ symbol: v.string(), price: v.pipe(v.string(), v.transform(Number)) }),
    outgoing: v.object({
      symbol: v.string(),
      at: v.pipe(
        v.date(),
        v.transform((date) => date.toISOString()),
      ),
    }),
  },
  arktype: {
    incoming: type({ symbol: 'string', price: 'string.numeric.parse' }),
    outgoing: type({ symbol: 'string', at: type('Date').pipe((date) => date.toISOString()) }),
  },
}

// With both schemas: the output of the one, the input of the other.
const zod = channel.pipe(json(schemas.zod))
check<Same<typeof zod, Channel<Tick, Order>>>()
const valibot = channel.pipe(json(schemas.valibot))
check<Same<typeof valibot, Channel<Tick, Order>>>()
const arktype = channel.pipe(json(schemas.arktype))
check<Same<Messages<typeof arktype>, [Tick, Order]>>()

// With `incoming` alone anything can be added.
const zodIn = channel.pipe(json({ incoming: schemas.zod.incoming, invalid: 'skip' }))
check<Same<typeof zodIn, Channel<Tick, unknown>>>()
const valibotIn = channel.pipe(json({ incoming: schemas.valibot.incoming, invalid: 'skip' }))
check<Same<typeof valibotIn, Channel<Tick, unknown>>>()
const arktypeIn = channel.pipe(json({ incoming: schemas.arktype.incoming, invalid: 'skip' }))
check<Same<Messages<typeof arktypeIn>, [Tick, unknown]>>()

// With `outgoing` alone nothing is known of what arrives.
const zodOut = channel.pipe(json({ outgoing: schemas.zod.outgoing }))
check<Same<typeof zodOut, Channel<unknown, Order>>>()
const valibotOut = channel.pipe(json({ outgoing: schemas.valibot.outgoing }))
check<Same<typeof valibotOut, Channel<unknown, Order>>>()
const arktypeOut = channel.pipe(json({ outgoing: schemas.arktype.outgoing }))
check<Same<Messages<typeof arktypeOut>, [unknown, Order]>>()

// Unions stay unions, and schemas of one library go with those of another.
const union = channel.pipe(
  json({
    incoming: z.discriminatedUnion('type', [
      z.object({ type: z.literal('tick'), price: z.number() }),
      z.object({ type: z.literal('pong') }),
    ]),
    outgoing: v.variant('type', [v.object({ type: v.literal('ping') })]),
  }),
)
check<
  Same<
    Messages<typeof union>,
    [{ type: 'tick'; price: number } | { type: 'pong' }, { type: 'ping' }]
  >
>()

// Without schemas.
const plain = channel.pipe(json())
check<Same<typeof plain, Channel<unknown, unknown>>>()
const both = channel.pipe(json<Tick>({ reviver: (_, value) => value }))
check<Same<typeof both, Channel<Tick, Tick>>>()
const each = channel.pipe(json<Tick, Order>())
check<Same<typeof each, Channel<Tick, Order>>>()

// The layers on top infer from the channel below.
const asking = channel.pipe(
  json({
    incoming: z.object({ id: z.number(), result: z.unknown() }),
    outgoing: type({ 'id?': 'number', method: 'string' }),
  }),
  requests({
    stamp: (message, id) => ({ ...message, id }),
    answers: (message) => message.id,
    failure: ({ result }) => (result === null ? new Error('none') : undefined),
  }),
)
check<
  Same<
    typeof asking,
    RequestChannel<{ id: number; result: unknown }, { id?: number; method: string }>
  >
>()
const answer = asking.request({ method: 'subscribe' }, { timeout: 1_000 })
check<Same<typeof answer, Promise<{ id: number; result: unknown }>>>()

const words = channel.pipe(
  json<{ id?: string }>(),
  requests({
    stamp: (message, id: string) => ({ ...message, id }),
    answers: (message) => message.id,
    nextId: () => 'a',
  }),
)
check<Same<typeof words, RequestChannel<{ id?: string }, { id?: string }>>>()

const numbers = channel.pipe(
  codec({ encode: (value: number) => String(value), decode: (frame) => [frame.length] }),
)
check<Same<typeof numbers, Channel<number[], number>>>()

const ticks = multiplex(zod, {
  subscribe: () => ({ symbol: 'A', at: new Date() }),
  unsubscribe: () => undefined,
  filter: ({ price }) => price > 0,
})
const topic = { unsubscribe: () => undefined, filter: () => true }
const pings = multiplex(union, { ...topic, subscribe: () => ({ type: 'ping' }) })
check<Same<typeof pings extends Observable<infer In> ? In : never, Messages<typeof union>[0]>>()
ticks.subscribe((tick) => check<Same<typeof tick, Tick>>())
ticks.pipe(snapshots()).subscribe((shot) => check<Same<typeof shot, AsyncSnapshot<Tick>>>())

export const { readable, writable } = toWebStreams(arktype)

// What does not fit.
export function misuse(): void {
  // @ts-expect-error The check above would fail if a type were not inferred.
  check<Same<Channel<unknown, unknown>, Channel<Tick, Order>>>()
  // @ts-expect-error The price of an order is no part of it.
  zod.sink.add({ symbol: 'A', price: 1 })
  // @ts-expect-error The date is a date before it is validated, not a text.
  valibot.sink.add({ symbol: 'A', at: '2026-01-01' })
  // @ts-expect-error The symbol is missing.
  arktype.sink.add({ at: new Date() })
  // @ts-expect-error A tick has no volume.
  zod.stream.subscribe(({ volume }) => volume)
  // @ts-expect-error The union has no such message.
  multiplex(union, { ...topic, subscribe: () => ({ type: 'pong' }) })
  // @ts-expect-error A schema of what arrives that is none.
  json({ incoming: (value: unknown) => value })
  // @ts-expect-error Frames are no JSON yet.
  channel.pipe(requests({ stamp: (message: Order) => message, answers: () => 1 }))
  // @ts-expect-error Only a text or a number is an id.
  zod.pipe(requests({ stamp: (message) => message, answers: () => true }))
}
