import { describe, expect, it, vi } from 'vitest'
import type * as decoding from '../../../src/adapters/node/decode-utf8.js'

type Decoding = typeof decoding

function load(): Promise<Decoding> {
  vi.resetModules()
  return import('../../../src/adapters/node/decode-utf8.js')
}

/** Loads it as in a runtime whose `Buffer` has only what is documented. */
async function loadWithoutSlice(): Promise<Decoding> {
  const { prototype } = Buffer as { prototype: { utf8Slice?: unknown } }
  const { utf8Slice } = prototype
  delete prototype.utf8Slice
  try {
    return await load()
  } finally {
    prototype.utf8Slice = utf8Slice
  }
}

describe.each([
  { where: 'in Node', loading: load },
  { where: 'where a Buffer has only what is documented', loading: loadWithoutSlice },
])('decoding $where', ({ loading }) => {
  it('gives what lies between two places, and U+FFFD for what is no UTF-8', async () => {
    const { decodeUtf8 } = await loading()
    const bytes = Buffer.concat([Buffer.from('<\uFEFF𝄞é'), Buffer.of(0xff)])
    expect(decodeUtf8(bytes, 1, bytes.length)).toBe('\uFEFF𝄞é\uFFFD')
    expect(decodeUtf8(bytes, 1, 4)).toBe('\uFEFF')
    expect(decodeUtf8(bytes, 1, 1)).toBe('')
  })
})
