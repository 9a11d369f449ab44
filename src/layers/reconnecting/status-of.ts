import type { Channel } from '../../core/channel.js'
import type { LowerCore } from '../../core/layering/channel-core.js'
import { coreOf } from '../../core/layering/core-of.js'
import type { ReconnectingChannel } from './reconnecting.js'
import type { StatusValue } from './status-value.js'

type HasStatus = Pick<ReconnectingChannel<unknown, never>, 'status' | 'statuses'>

/** Returns the status of a reconnecting channel, which may be below layers; `undefined` if the channel does not reconnect. */
export function reconnectStatusOf(channel: Channel<unknown, never>): HasStatus | undefined {
  // Also one of another copy of the package, which has no core that this copy knows.
  if ('status' in channel && 'statuses' in channel) return channel as object as HasStatus
  let core: LowerCore<never, never> | undefined = coreOf(channel)
  while (core && !isReconnecting(core)) core = core.lower
  if (!core) return undefined
  const { status } = core.reconnector
  return {
    get status() {
      return status.value
    },
    statuses: status.statuses,
  }
}

interface ReconnectingBelow {
  readonly reconnector: { readonly status: StatusValue }
}

// By its property: its class would add `reconnecting` to a page that does not use it.
function isReconnecting(core: object): core is ReconnectingBelow {
  return 'reconnector' in core
}
