import type { Channel } from '../../src/core/channel.js'

/** Everything that a subscription received. */
export function record<T>(channel: Channel<T, never>): unknown[] {
  const got: unknown[] = []
  channel.stream.subscribe({
    next: (message) => got.push(message),
    error: (error: unknown) => got.push(error),
    complete: () => got.push('complete'),
  })
  return got
}
