/** A text frame is a string, a binary frame a `Uint8Array` whose `ArrayBuffer` holds exactly that frame. */
export type Frame = string | Uint8Array<ArrayBuffer>

/** The members of a WHATWG `Blob` that the library uses. The types compile without DOM types. */
export interface BlobLike {
  /** Length in bytes. */
  readonly size: number
  /** MIME type. It is not sent. */
  readonly type: string
  /**
   * Returns a part. It is not called: the type would accept any object with a size otherwise.
   *
   * @param start The first byte of the part.
   * @param end The byte after the part.
   * @param type The MIME type of the part.
   */
  slice(start?: number, end?: number, type?: string): unknown
  /** Resolves with the content. The blobs of React Native and jsdom lack it. */
  arrayBuffer?(): Promise<ArrayBuffer>
}

/** A value that may be added to a sink. `add` throws `TypeError` for anything else. */
export type Sendable = string | ArrayBuffer | ArrayBufferView | BlobLike
