import type { ReconnectStatus } from 'web-socket-channel'

/** What a status does not say. */
export interface Circumstances {
  /** Whether there has been a connection. */
  readonly wasOpen: boolean
  /** Messages that were added since the connection was lost. */
  readonly queued: number
}

/** Describes a status in a sentence. It changes when the status changes, so that a screen reader can read it out. */
export function stateText(status: ReconnectStatus, { wasOpen, queued }: Circumstances): string {
  switch (status.name) {
    case 'connecting': {
      const attempt = status.attempt === 1 ? '' : `, attempt ${status.attempt}`
      return `Connecting${attempt}.${queueText(queued)}`
    }
    case 'open':
      return 'Connected.'
    case 'waiting': {
      const offline = wasOpen ? 'Connection lost.' : 'The server cannot be reached.'
      return (status.until === Infinity ? 'You are offline.' : offline) + queueText(queued)
    }
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

function queueText(queued: number): string {
  if (queued === 0) return ''
  return queued === 1 ? ' 1 message is queued.' : ` ${queued} messages are queued.`
}
