import { describe, expect, it } from 'vitest'
import { SendOrder } from '../../src/adapters/send-order.js'

/** A sequence, with all that its steps were given. */
function recorded(): { sequence: SendOrder; steps: unknown[]; failures: unknown[] } {
  const failures: unknown[] = []
  return { sequence: new SendOrder((cause) => failures.push(cause)), steps: [], failures }
}

/** A blob that can't be read: a file that was deleted, say. */
function unreadable(error: Error): Blob {
  return Object.assign(new Blob(['lost']), { arrayBuffer: () => Promise.reject(error) })
}

describe('a sequence', () => {
  it('takes a step at once as long as there is no Blob', () => {
    const { sequence, steps } = recorded()
    sequence.take('text', (data) => steps.push(data))
    sequence.take(new ArrayBuffer(2), (data) => steps.push(data))
    expect(steps).toEqual(['text', new ArrayBuffer(2)])
    expect(sequence.bytes).toBe(0)
  })

  it('reads a Blob, and keeps what comes after it in order and as it was', async () => {
    const { sequence, steps } = recorded()
    const bytes = Uint8Array.of(1, 2, 3)
    sequence.take(new Blob(['blob']), (data) => steps.push(data))
    sequence.take(bytes, (data) => steps.push(data))
    sequence.take('ü', (data) => steps.push(data))
    expect(sequence.bytes).toBe(4 + 3 + 2)
    bytes.fill(0)
    await expect.poll(() => steps).toHaveLength(3)
    const blob = new TextEncoder().encode('blob')
    expect(steps).toEqual([blob.buffer, Uint8Array.of(1, 2, 3), 'ü'])
  })

  it('takes steps at once again when nothing waits', async () => {
    const { sequence, steps } = recorded()
    sequence.take(new Blob(['blob']), () => undefined)
    await expect.poll(() => sequence.bytes).toBe(0)
    sequence.take('text', (data) => steps.push(data))
    expect(steps).toEqual(['text'])
  })

  it('tells of a Blob that cannot be read, and counts it no more', async () => {
    const { sequence, steps, failures } = recorded()
    const error = new Error('the file is gone')
    sequence.take(unreadable(error), (data) => steps.push(data))
    await expect.poll(() => failures).toEqual([error])
    await expect.poll(() => sequence.bytes).toBe(0)
    expect(steps).toEqual([])
  })
})
