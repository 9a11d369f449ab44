import { describe, expect, it } from 'vitest'
import { applyMask, maskable, nextMaskKey } from '../../../../src/adapters/node/fast-path/mask.js'
import { seedOfRun, seeded } from '../../../faults/adversary/random.js'

const seed = seedOfRun()

describe('masking keys', () => {
  const keys = Array.from({ length: 100_000 }, nextMaskKey)

  it('do not repeat more often than chance has it', () => {
    // 1.2 pairs are to be expected among so many numbers of 32 bits; 20 do not come in the age of the universe.
    expect(keys.length - new Set(keys).size).toBeLessThan(20)
    expect(keys.filter((key) => key === 0).length).toBeLessThan(3)
  })

  it('have bits that are as often set as not, and do not follow from the key before', () => {
    for (let bit = 0; bit < 32; bit++) {
      const set = keys.filter((key) => (key >>> bit) & 1).length
      const same = keys.filter((key, at) => !(((key ^ (keys[at + 1] ?? 0)) >>> bit) & 1)).length
      // Ten standard deviations.
      expect(Math.abs(set - 50_000)).toBeLessThan(1_600)
      expect(Math.abs(same - 50_000)).toBeLessThan(1_600)
    }
  })
})

describe('a mask', () => {
  it(`is put on and taken off at any place and length (SEED=${seed})`, () => {
    const random = seeded(seed)
    for (let length = 0; length <= 260; length++) {
      for (let offset = 4; offset < 12; offset++) {
        const bytes = random.bytes(offset + length + 3)
        const original = Buffer.from(bytes)
        applyMask(maskable(bytes), offset, offset + length)
        const expected = original.map((byte, at) => {
          const isPayload = at >= offset && at < offset + length
          return isPayload ? byte ^ (original[offset - 4 + ((at - offset) & 3)] ?? 0) : byte
        })
        expect(bytes.equals(expected)).toBe(true)
        applyMask(maskable(bytes), offset, offset + length)
        expect(bytes.equals(original)).toBe(true)
      }
    }
  })

  it('is put on behind the first 2 GiB, too', () => {
    const start = 2 ** 31 + 8
    const bytes = Buffer.alloc(start + 80)
    bytes.writeUInt32BE(0x01020304, start - 4)
    applyMask(maskable(bytes), start, start + 70)
    const expected = Buffer.alloc(72, bytes.subarray(start - 4, start)).fill(0, 70)
    expect(bytes.subarray(start, start + 72).equals(expected)).toBe(true)
  })
})
