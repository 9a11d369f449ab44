import type { ReconnectStatus } from 'web-socket-channel'

/** What a status does not say. */
export interface Circumstances {
  /** Whether there has been a connection. */
  readonly wasOpen: boolean
}

/** Describes a status in a sentence. It changes when the status changes, so that a screen reader can read it out. */
export function stateText(status: ReconnectStatus, { wasOpen }: Circumstances): string {
  switch (status.name) {
    case 'connecting':
      return status.attempt === 1 ? 'Connecting.' : `Connecting, attempt ${status.attempt}.`
    case 'open':
      return 'Connected.'
    case 'waiting':
      if (status.until === Infinity) return 'You are offline.'
      return wasOpen ? 'Connection lost.' : 'The server cannot be reached.'
    case 'closing':
      return 'Closing.'
    case 'closed':
      return `${endText(status.cause)} Reload the page to connect again.`
  }
}

/** Says when the next attempt begins. It changes every second. */
export function countdownText(status: ReconnectStatus, now: number): string {
  if (status.name !== 'waiting') return ''
  if (status.until === Infinity) return 'Next attempt when you are online'
  return `Next attempt in ${Math.max(1, Math.ceil((status.until - now) / 1_000))} s`
}

/** Says why there will be no other connection. */
export function endText(cause: unknown): string {
  return `${cause instanceof Error ? cause.message : 'The server has closed the connection'}.`
}

/** Says how many messages were added since the connection was lost. */
export function queueText(queued: number): string {
  if (queued === 0) return ''
  return queued === 1 ? '1 message is queued.' : `${queued.toLocaleString()} messages are queued.`
}
