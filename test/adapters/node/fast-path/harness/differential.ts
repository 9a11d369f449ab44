import { isDeepStrictEqual } from 'node:util'
import { config } from 'rxjs'
import { expect } from 'vitest'
import { type Path, Session, type SessionSettings, settled } from './session.js'
import { newest, type WsVersion } from './ws-version.js'

/** What the user of the channel does meanwhile. */
export type Behaviour =
  | { readonly does: 'listen' }
  | { readonly does: 'echo'; readonly times: number }
  | {
      readonly does: 'close' | 'abort' | 'throw' | 'unsubscribe'
      /** The number of the frame in whose handler it is done; 0 is done before any. */
      readonly at: number
    }
  | {
      readonly does: 'iterate'
      readonly highWaterMark: number
      readonly pauses: number
      /** How often a subscription beside the iterator answers each frame. */
      readonly echoes?: number
    }

/** One stream of bytes from a peer, and how it comes in. */
export interface Scenario extends SessionSettings {
  readonly slices: readonly Uint8Array[]
  /** How the peer ends the connection after the last slice: at once, or when all has been read. */
  readonly end: 'fin' | 'late fin' | 'reset'
  readonly behaviour: Behaviour
}

/** What both paths made of one scenario: the same, if all is well. */
export interface Outcome {
  readonly fast: unknown
  readonly plain: unknown
  /** Whether the one took the fast path, and whether the other did. */
  readonly wasFast: readonly boolean[]
}

// Sessions that share a turn of the event loop.
const atOnce = 64
const patience = 3_000

/** Plays a scenario to a channel with the fast path and to one without, slice by slice. */
async function playBoth(scenario: Scenario, version: WsVersion = newest): Promise<Outcome> {
  const { slices, end } = scenario
  const sessions = [true, false].map((fastPath) => begin(scenario, { fastPath, version }))
  const wasFast = sessions.map(({ beganFast }) => beganFast)
  await settled()
  for (const slice of slices) {
    for (const { connection } of sessions) connection.receive(slice)
    await settled()
  }
  if (end === 'late fin') await quiet(sessions, scenario)
  for (const { connection } of sessions) {
    if (end === 'reset') connection.receiveReset()
    else connection.receiveEnd()
  }
  for (let left = patience; left > 0 && sessions.some(({ isOver }) => !isOver); left--) {
    await settled()
  }
  const [fast, plain] = sessions.map((session) => view(session, scenario))
  return { fast, plain, wasFast }
}

/** Plays scenarios, so many at once, and fails at the first that the paths do not make the same of. */
export async function expectAlike(
  scenarios: readonly Scenario[],
  version: WsVersion = newest,
): Promise<void> {
  for (let start = 0; start < scenarios.length; start += atOnce) {
    const batch = scenarios.slice(start, start + atOnce)
    const outcomes = await Promise.all(batch.map((scenario) => playBoth(scenario, version)))
    for (const [index, { fast, plain, wasFast }] of outcomes.entries()) {
      const isAlike = isDeepStrictEqual(fast, plain) && isDeepStrictEqual(wasFast, [true, false])
      if (isAlike) continue
      const scenario = readable(batch[index])
      expect({ made: fast, wasFast, scenario }).toEqual({
        ...{ made: plain, wasFast: [true, false], scenario },
      })
    }
  }
}

function readable(scenario: Scenario | undefined): object {
  const slices = scenario?.slices.map((slice) => Buffer.from(slice).toString('hex'))
  return { ...scenario, head: Buffer.from(scenario?.head ?? []).toString('hex'), slices }
}

/** Does what is given with errors that handlers throw expected: RxJS reports each from a timer. */
export async function withThrowingHandlers<T>(task: () => Promise<T>): Promise<T> {
  config.onUnhandledError = () => undefined
  try {
    return await task()
  } finally {
    await new Promise((resolve) => setTimeout(resolve))
    config.onUnhandledError = null
  }
}

/** Resolves when nothing more comes out of the channels. */
async function quiet(sessions: readonly Session[], { behaviour }: Scenario): Promise<void> {
  const turns = behaviour.does === 'iterate' ? behaviour.pauses + 3 : 1
  const seen = (): number => sessions.reduce((sum, { trace }) => sum + trace.lines.length, 0)
  for (let before = -1; before !== seen();) {
    before = seen()
    for (let left = turns; left > 0; left--) await settled()
  }
}

function begin(scenario: Scenario, path: Path): Session {
  const { behaviour, channel } = scenario
  if (behaviour.does !== 'iterate') {
    const session = new Session(scenario, path)
    listen(session, behaviour)
    return session
  }
  const { highWaterMark, pauses, echoes = 0 } = behaviour
  const session = new Session({ ...scenario, channel: { ...channel, highWaterMark } }, path)
  if (echoes > 0) echo(session, echoes)
  void session.iterate(async () => {
    for (let left = pauses; left > 0; left--) await settled()
  })
  return session
}

/** Answers frames, without a trace of having got them: the iterator gets the same ones, at another time. */
function echo({ channel }: Session, times: number): void {
  channel.stream.subscribe({
    next: (frame) => {
      for (let left = times; left > 0; left--) channel.sink.next(frame)
    },
    error: () => undefined,
  })
}

function listen(session: Session, behaviour: Exclude<Behaviour, { does: 'iterate' }>): void {
  const { channel } = session
  let frames = 0
  const unsubscribed = behaviour.does === 'unsubscribe'
  if (unsubscribed && behaviour.at === 0) return
  const act = actOf(session, behaviour)
  const subscription = session.subscribe((frame) => {
    frames++
    if (behaviour.does === 'echo') {
      for (let left = behaviour.times; left > 0; left--) channel.sink.next(frame)
      return
    }
    if (behaviour.does === 'listen' || frames !== behaviour.at) return
    if (unsubscribed) subscription.unsubscribe()
    act()
  })
  if ('at' in behaviour && behaviour.at === 0 && behaviour.does !== 'throw') act()
}

function actOf({ channel }: Session, { does }: Behaviour): () => void {
  switch (does) {
    case 'close':
      return () => void channel.sink.close(4321, 'enough')
    case 'abort':
      return () => {
        channel.abort()
      }
    case 'throw':
      return () => {
        throw new Error('A handler threw')
      }
    case 'echo':
    case 'iterate':
    case 'listen':
    case 'unsubscribe':
      return () => undefined
  }
}

/**
 * What has to be alike. Where this side does something the order of what is sent and received may differ, as frames of one
 * tick go together; where the connection ends while it pauses, ws has read a whole chunk already, and refused what it must.
 */
function view({ trace, isOver }: Session, { behaviour, end }: Scenario): object {
  if (!isOver) return { neverEnded: trace.lines }
  if (behaviour.does === 'listen') return { lines: trace.lines }
  const { received, sent, rest } = trace
  if (behaviour.does !== 'iterate' || end === 'late fin') return { received, sent, rest }
  if (end === 'reset') return { received }
  return { received, sent: sent.filter((line) => !line.startsWith('sent 8')), rest }
}
