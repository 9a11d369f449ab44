import * as React from 'react'
import type { Channel } from '../core/channel.js'
import type { ReconnectStatus } from '../layers/reconnecting/status.js'
import { channelStatus } from './channel-status.js'

// One object: React compares the status by identity.
const NOT_OPENED: ReconnectStatus = { name: 'connecting', attempt: 1 }

/**
 * Returns the status of a channel, and renders the component again when it changes.
 *
 * The channel may be a reconnecting one, with layers around it or without, or any other: that has one attempt, is `'open'` since
 * this hook found it open, and never `'waiting'`. Without a channel, on the server and while hydrating the status is
 * `{ name: 'connecting', attempt: 1 }`: what a component shows before `useChannel` has opened its channel.
 *
 * @param channel May be another one in each render.
 *
 * @example
 * ```tsx
 * import { reconnecting, WebSocketChannel } from 'web-socket-channel'
 * import { useChannel, useStatus } from 'web-socket-channel/react'
 *
 * export function Banner({ url }: { url: string }) {
 *   const channel = useChannel(() => reconnecting(() => WebSocketChannel.connect(url)), [url])
 *   const status = useStatus(channel)
 *   if (status.name !== 'waiting') return null
 *   return <button onClick={() => channel?.reconnect()}>Connection lost. Try again now</button>
 * }
 * ```
 */
export function useStatus(channel: Channel<unknown, never> | undefined): ReconnectStatus {
  const status = React.useMemo(() => channel && channelStatus(channel), [channel])
  const subscribe = React.useCallback(
    (changed: () => void) => status?.observe(changed) ?? (() => undefined),
    [status],
  )
  return React.useSyncExternalStore(
    subscribe,
    () => status?.value ?? NOT_OPENED,
    () => NOT_OPENED,
  )
}
