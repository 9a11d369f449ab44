import { frameWeigher } from '../../../src/core/byte-length.js'
import type { Frame } from '../../../src/core/frame.js'
import { CONNECTING, transition } from '../../../src/core/lifecycle/lifecycle.js'
import { FrameStream, type StreamSettings } from '../../../src/core/receiving/frame-stream.js'
import type { StreamPort } from '../../../src/core/receiving/stream-port.js'

/** A stream, the failures it reported, and the calls its socket received. */
export interface RecordedStream {
  readonly stream: FrameStream<Frame>
  readonly failures: unknown[]
  readonly calls: string[]
}

const limits: StreamSettings = { highWaterMark: 4, maxHeldBytes: 8, unobserved: 'hold' }

/** Creates a stream over an open socket that can be paused, or over the socket given. */
export function recordedStream(
  socket?: StreamPort['socket'] | null,
  settings?: Partial<StreamSettings>,
): RecordedStream {
  const failures: unknown[] = []
  const calls: string[] = []
  const pausable = { pause: () => calls.push('pause'), resume: () => calls.push('resume') }
  const port: StreamPort = {
    lifecycle: transition(CONNECTING, { type: 'opened' }),
    socket: socket === null ? undefined : (socket ?? pausable),
    endWithError: (error) => failures.push(error),
  }
  return {
    stream: new FrameStream<Frame>(port, { ...limits, ...settings }, { weigher: frameWeigher }),
    failures,
    calls,
  }
}
