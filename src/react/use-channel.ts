import * as React from 'react'
import type { Channel } from '../core/channel.js'
import { startTimer, type Timer } from '../core/lifecycle/timer.js'
import { expectChannel } from '../layers/reconnecting/opener-results.js'

type AnyChannel = Channel<unknown, never>

/** A channel that was opened, and the values that it was opened for. */
interface Opened {
  readonly channel: AnyChannel
  readonly deps: readonly unknown[]
}

/** A channel that is about to be closed, because its component was unmounted or its values have changed. */
interface Leaving {
  readonly opened: Opened
  readonly timer: Timer | undefined
}

const NONE: readonly never[] = []

/**
 * Opens a channel while the component is on the page, and returns it: `undefined` on the server, in the first render, and in the
 * first render after `deps` have changed.
 *
 * Opens after mounting and when `deps` change. Closes the channel at unmounting, a macrotask later, and not at all if the same
 * component is mounted again before that: StrictMode mounts each component twice in development, and there is one connection.
 * A channel that has ended is still returned, so that the component can show how; `reconnecting` opens another connection.
 * Fast Refresh opens another channel when the component is edited, as it runs its effects again.
 *
 * What `open` throws goes to the next error boundary, as from an effect. The promises of the channel and an error of its stream that
 * nobody subscribes to are never unhandled.
 *
 * @param open Returns a new channel. As with `useEffect`, another function alone opens nothing: what it depends on is in `deps`.
 * @param deps Values that `open` depends on, always as many. None by default: one channel for as long as the component is mounted.
 * @throws {TypeError} Into the next error boundary, if `open` returns no channel, such as a promise.
 *
 * @example
 * ```tsx
 * import { WebSocketChannel } from 'web-socket-channel'
 * import { useChannel, useSnapshot } from 'web-socket-channel/react'
 *
 * export function Echo({ room }: { room: string }) {
 *   const channel = useChannel(() => WebSocketChannel.connect(`wss://echo.example/${room}`), [room])
 *   const { data } = useSnapshot(channel?.stream)
 *   return <button onClick={() => channel?.sink.add('Hello!')}>{String(data ?? 'Send')}</button>
 * }
 * ```
 */
export function useChannel<Kind extends Channel<unknown, never>>(
  open: () => Kind,
  deps?: readonly unknown[],
): Kind | undefined
/**
 * Opens a channel as above, with the types of its messages as type arguments: `useChannel<string, string>(open)`.
 *
 * @param open Returns a new channel.
 * @param deps Values that `open` depends on, always as many. None by default.
 */
export function useChannel<In, Out>(
  open: () => Channel<In, Out>,
  deps?: readonly unknown[],
): Channel<In, Out> | undefined
export function useChannel(
  open: () => AnyChannel,
  values: readonly unknown[] = NONE,
): AnyChannel | undefined {
  const [opened, setOpened] = React.useState<Opened>()
  const leaving = React.useRef<Leaving>(undefined)
  // Fast Refresh makes another object, since it ignores dependencies. StrictMode, which mounts the same render again, does not.
  const edition = React.useMemo<object>(() => ({}), NONE)
  const deps = [edition, ...values]
  React.useEffect(() => {
    const current = takeBack(leaving, deps) ?? { channel: expectChannel('open', open()), deps }
    setOpened(current)
    return () => {
      closeSoon(current, leaving, () => setOpened(undefined))
    }
  }, deps)
  return opened && areSame(opened.deps, deps) ? opened.channel : undefined
}

/** Returns the channel that was to be closed, if it was opened for the same values: the component is mounted again. */
function takeBack(
  leaving: React.RefObject<Leaving | undefined>,
  deps: Opened['deps'],
): Opened | undefined {
  const { current } = leaving
  leaving.current = undefined
  if (current?.opened.deps.length !== deps.length || !areSame(current.opened.deps, deps)) {
    return undefined
  }
  clearTimeout(current.timer)
  return current.opened
}

/** Closes a channel in a macrotask. Calls `forget` then if the component is hidden, or gone: its effect has not run again. */
function closeSoon(
  opened: Opened,
  leaving: React.RefObject<Leaving | undefined>,
  forget: () => void,
): void {
  const timer = startTimer(0, () => {
    if (leaving.current?.opened === opened) {
      leaving.current = undefined
      forget()
    }
    void opened.channel.sink.close()
  })
  leaving.current = { opened, timer }
}

/** As React compares dependencies: of lists of different lengths, only as many as the shorter one has. */
function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every((value, index) => index >= others.length || Object.is(value, others[index]))
}
