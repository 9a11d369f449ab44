import type { BlobLike } from '../core/frame.js'

interface Globals {
  readonly FileReader: new () => {
    readonly result: ArrayBuffer
    readonly error: Error | null
    onloadend: () => void
    readAsArrayBuffer(blob: unknown): void
  }
}

/**
 * Reads the bytes of a `Blob`. The blobs of jsdom and of React Native have no `arrayBuffer`, but a `FileReader` reads them.
 * Rejects with what the platform reports.
 */
export async function readBlob(blob: BlobLike): Promise<ArrayBuffer> {
  if (blob.arrayBuffer) return blob.arrayBuffer()
  const reader = new (globalThis as unknown as Globals).FileReader()
  return new Promise((resolve, reject) => {
    reader.onloadend = () => {
      if (reader.error) reject(reader.error)
      else resolve(reader.result)
    }
    reader.readAsArrayBuffer(blob)
  })
}
