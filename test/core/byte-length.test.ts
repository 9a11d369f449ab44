import { afterEach, describe, expect, it, vi } from 'vitest'
import { byteLength, frameWeigher } from '../../src/core/byte-length.js'

const texts = ['', 'a', '\x7f', '\x80', 'é', '\u07ff', '\u0800', '€', '\ud7ff', '\ue000', '\uffff']
const surrogates = ['\ud800', '\udbff', '\udc00', '\udfff', '\u{1f600}', '\u{10ffff}']
const pieces = [...texts, ...surrogates]
const combinations = pieces.flatMap((first) =>
  pieces.flatMap((second) => pieces.map((third) => first + second + third)),
)

describe('the length of a text', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.each(['Buffer', 'TextEncoder'])('is that of its UTF-8, also without %s', (missing) => {
    const lengths = combinations.map((text) => new TextEncoder().encode(text).length)
    vi.stubGlobal('Buffer', missing === 'Buffer' ? undefined : Buffer)
    vi.stubGlobal('TextEncoder', undefined)
    expect(combinations.map(byteLength)).toEqual(lengths)
  })

  it('is never above the estimate', () => {
    const wrong = combinations.filter((text) => frameWeigher.atMost(text) < byteLength(text))
    expect(wrong).toEqual([])
  })
})

describe('the length of binary data', () => {
  const bytes = new Uint8Array(8)

  it.each([
    ['an ArrayBuffer', bytes.buffer, 8],
    ['a view', bytes.subarray(2, 5), 3],
    ['a DataView', new DataView(bytes.buffer, 6), 2],
    ['a Blob', new Blob([bytes, 'é']), 10],
  ])('of %s is its number of bytes', (_, data, expected) => {
    expect([byteLength(data), frameWeigher.atMost(data)]).toEqual([expected, expected])
  })
})
