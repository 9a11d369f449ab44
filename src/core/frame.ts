/** A text frame is a string, a binary frame a `Uint8Array` whose `ArrayBuffer` holds exactly that frame. */
export type Frame = string | Uint8Array<ArrayBuffer>

/** What the library needs of a WHATWG `Blob`, so that its types compile where there are no DOM types. */
export interface BlobLike {
  /** Length in bytes. */
  readonly size: number
  /** MIME type; not sent. */
  readonly type: string
  /** Resolves with the content. */
  arrayBuffer(): Promise<ArrayBuffer>
}

/** What may be added to a sink. Anything else throws `TypeError` from `add`. */
export type Sendable = string | ArrayBuffer | ArrayBufferView | BlobLike
