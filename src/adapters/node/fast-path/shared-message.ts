import type { BlobLike, Sendable } from '../../../core/frame.js'
import { bytesOf, headerBytes, unmaskedFrame } from './encode-wire-frame.js'
import { SharedFrames } from './shared-frames.js'

// Frames are added to the same object until it has so many bytes.
const MOST_BYTES = 65_536

/** What all copies of the package know of the messages that are sent to many connections. */
interface Sharing {
  /** The message that is being sent. */
  message: SharedMessage | undefined
  /** The frames of this tick. */
  frames: SharedFrames | undefined
}

// `Symbol.for` and a property of `process`, so that the channels of one copy of the package share the frames of another.
const SHARING: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.sharing.1')

let sharing: Sharing | undefined

/** A message that is sent to many connections. Its frame is made for the first of them that can share it. */
export class SharedMessage {
  readonly data: Exclude<Sendable, BlobLike>
  #frame: Buffer | undefined
  #payload: Buffer | undefined
  #frames: SharedFrames | undefined
  #index = 0

  constructor(data: Exclude<Sendable, BlobLike>) {
    this.data = data
  }

  get isBinary(): boolean {
    return typeof this.data !== 'string'
  }

  /** The bytes of the message, as a part of its frame. */
  get payload(): Buffer {
    if (this.#payload) return this.#payload
    const frame = this.#encoded()
    const { data } = this
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength
    return (this.#payload = frame.subarray(headerBytes(bytes)))
  }

  /** The frames of this tick, that of the message included. */
  get frames(): SharedFrames {
    return (this.#frames ??= this.#addFrame())
  }

  /** Where the frame of the message is in `frames`, once these were read. */
  get index(): number {
    return this.#index
  }

  #encoded(): Buffer {
    const { data } = this
    return (this.#frame ??= unmaskedFrame(typeof data === 'string' ? data : bytesOf(data)))
  }

  #addFrame(): SharedFrames {
    const sharing = findSharing()
    let { frames } = sharing
    if (!frames || frames.size >= MOST_BYTES) sharing.frames = frames = new SharedFrames()
    this.#index = frames.add(this.#encoded())
    return frames
  }
}

/**
 * Sets the message that is being sent: connections that send its data share its frame. Returns the one before, which the caller
 * sets again afterwards.
 */
export function shareMessage(message: SharedMessage | undefined): SharedMessage | undefined {
  const sharing = findSharing()
  const before = sharing.message
  sharing.message = message
  return before
}

/** Returns the message that is being sent, if this is its data. */
export function sharedMessage(data: Sendable): SharedMessage | undefined {
  const { message } = (sharing ??= findSharing())
  return message?.data === data ? message : undefined
}

/** Releases the frames of the tick. Connections that still have to write some of them keep these. */
export function forgetSharedFrames(): void {
  if (sharing) sharing.frames = undefined
}

function findSharing(): Sharing {
  const owner = process as typeof process & { [SHARING]?: Sharing }
  return (sharing ??= owner[SHARING] ??= { message: undefined, frames: undefined })
}
