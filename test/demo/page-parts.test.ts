import { describe, expect, it } from 'vitest'
import { FileNames } from '../../examples/demo/page/file-names.js'
import { pictureType } from '../../examples/demo/page/picture-type.js'
import { RateHistory } from '../../examples/demo/page/rate-history.js'
import { sizeText } from '../../examples/demo/page/size-text.js'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_234, '1.2 kB'],
  [9_960, '10 kB'],
  [48_213, '48 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [8_200_000, '8.2 MB'],
  [12_400_000, '12 MB'],
  [5e12, '5000 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})

it.each([
  ['image/png', '\x89PNG\r\n\x1a\n0123'],
  ['image/jpeg', '\xff\xd8\xff\xe0'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\x0a\x00\x00\x00WEBP'],
  ['image/avif', '\x00\x00\x00\x1cftypavif'],
  [undefined, '<svg xmlns="http://www.w3.org/2000/svg">'],
  [undefined, 'RIFF\x0a\x00\x00\x00WAVE'],
  [undefined, ''],
])('%s is the type of %j', (type, beginning) => {
  expect(pictureType(Buffer.from(beginning, 'latin1'))).toBe(type)
})

describe('FileNames', () => {
  it('recalls the files in the order in which they were sent', () => {
    const names = new FileNames()
    names.remember('a', new Uint8Array(1))
    names.remember('b', new Uint8Array(1))
    expect([1, 1, 1].map((size) => names.recall(new Uint8Array(size)))).toEqual([
      'a',
      'b',
      undefined,
    ])
  })

  it('forgets files that were lost on the way', () => {
    const names = new FileNames()
    names.remember('lost', new Uint8Array(1))
    names.remember('found', new Uint8Array(2))
    expect(names.recall(new Uint8Array(3))).toBe(undefined)
    expect(names.recall(new Uint8Array(2))).toBe('found')
    expect(names.recall(new Uint8Array(1))).toBe(undefined)
  })

  it('remembers the last hundred', () => {
    const names = new FileNames()
    for (let size = 1; size <= 101; size++) names.remember(`file ${size}`, new Uint8Array(size))
    expect(names.recall(new Uint8Array(1))).toBe(undefined)
    expect(names.recall(new Uint8Array(2))).toBe('file 2')
  })
})

describe('RateHistory', () => {
  it('counts the frames of each full second', () => {
    const history = new RateHistory()
    history.count('sent', 2, 100)
    history.count('sent', 3, 100)
    history.count('received', 1, 101)
    expect(history.lastMinute('sent', 101).slice(-2)).toEqual([0, 5])
    expect(history.lastMinute('received', 102).slice(-2)).toEqual([0, 1])
    expect(history.lastMinute('sent', 102)).toHaveLength(60)
  })

  it('forgets what is older than a minute', () => {
    const history = new RateHistory()
    history.count('sent', 1, 0)
    expect(history.lastMinute('sent', 60)[0]).toBe(1)
    expect(history.lastMinute('sent', 61)).not.toContain(1)
    history.count('sent', 1, 62)
    expect(history.lastMinute('sent', 1_000_000)).toEqual(Array(60).fill(0))
  })
})
