import { afterEach, describe, expect, it, vi } from 'vitest'
import { readBlob } from '../../src/adapters/read-blob.js'
import type { BlobLike } from '../../src/core/frame.js'

const bytes = Uint8Array.of(1, 2, 3)

/** A blob as in jsdom and React Native: it cannot read itself. */
function blobWithoutArrayBuffer(): BlobLike {
  return { size: 3, type: '', slice: () => undefined }
}

/** A `FileReader` that reads any blob as the bytes 1, 2, 3, or fails. */
function fileReader(error?: Error) {
  return class {
    result: unknown = null
    error: unknown = null
    onloadend: (() => void) | null = null
    readAsArrayBuffer(): void {
      queueMicrotask(() => {
        if (error) this.error = error
        else this.result = bytes.buffer
        this.onloadend?.()
      })
    }
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('readBlob', () => {
  it('reads a Blob by its own method', async () => {
    expect(await readBlob(new Blob([bytes]))).toEqual(bytes.buffer)
  })

  it('reads a Blob without that method with a FileReader', async () => {
    vi.stubGlobal('FileReader', fileReader())
    expect(await readBlob(blobWithoutArrayBuffer())).toBe(bytes.buffer)
  })

  it('rejects with the error of the FileReader', async () => {
    const error = new Error('the file is gone')
    vi.stubGlobal('FileReader', fileReader(error))
    await expect(readBlob(blobWithoutArrayBuffer())).rejects.toBe(error)
  })

  it('rejects if the FileReader throws, as that of React Native before 0.73', async () => {
    const error = new Error('FileReader.readAsArrayBuffer is not implemented')
    class Refusing {
      readAsArrayBuffer(): void {
        throw error
      }
    }
    vi.stubGlobal('FileReader', Refusing)
    await expect(readBlob(blobWithoutArrayBuffer())).rejects.toBe(error)
  })

  it('rejects where there is no FileReader, and if it is no Blob at all', async () => {
    await expect(readBlob(blobWithoutArrayBuffer())).rejects.toThrow(TypeError)
  })
})
