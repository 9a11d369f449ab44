/** What the native side of React Native keeps of a blob. */
interface BlobData {
  readonly blobId: string
  readonly offset: number
  readonly size: number
  readonly type?: string
}

/** The native side's store of bytes. */
const store = new Map<string, Uint8Array<ArrayBuffer>>()

/**
 * Stands in for React Native's `Blob`, as its source (`Libraries/Blob/Blob.js`) has it: a handle of bytes on the native side,
 * without `arrayBuffer`, `stream` and `Symbol.toStringTag`.
 */
export class ReactNativeBlob {
  _data: BlobData | null

  constructor(parts: readonly (string | ReactNativeBlob)[] = []) {
    const bytes = parts.flatMap((part) =>
      typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...nativeBytes(part)],
    )
    const blobId = `blob-${store.size}`
    store.set(blobId, Uint8Array.from(bytes))
    this._data = { blobId, offset: 0, size: bytes.length }
  }

  get data(): BlobData {
    if (!this._data) throw new Error('Blob has been closed and is no longer available')
    return this._data
  }

  get size(): number {
    return this.data.size
  }

  get type(): string {
    return this.data.type ?? ''
  }

  slice(): ReactNativeBlob {
    return Object.assign(new ReactNativeBlob(), { _data: this.data })
  }

  close(): void {
    store.delete(this.data.blobId)
    this._data = null
  }
}

/** Returns the bytes that the native side has of a blob. */
export function nativeBytes(blob: ReactNativeBlob): Uint8Array<ArrayBuffer> {
  const { blobId, offset, size } = blob.data
  return (store.get(blobId) ?? new Uint8Array()).slice(offset, offset + size)
}

/** `FileReader` of React Native since 0.73. */
export class ReactNativeFileReader {
  result: ArrayBuffer | null = null
  error: Error | null = null
  onloadend: (() => void) | undefined

  readAsArrayBuffer(blob: ReactNativeBlob): void {
    void Promise.resolve(nativeBytes(blob)).then(({ buffer }) => {
      this.result = buffer
      this.onloadend?.()
    })
  }
}

/** `FileReader` of React Native before 0.73. */
export class OldReactNativeFileReader extends ReactNativeFileReader {
  override readAsArrayBuffer(): void {
    throw new Error('FileReader.readAsArrayBuffer is not implemented')
  }
}
