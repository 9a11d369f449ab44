import { describe, expect, it } from 'vitest'
import { SendOrder } from '../../src/adapters/send-order.js'

/** A send order, with what its steps and its failure handler were called with. */
function recorded(): { order: SendOrder; steps: unknown[]; failures: unknown[] } {
  const failures: unknown[] = []
  return { order: new SendOrder((cause) => failures.push(cause)), steps: [], failures }
}

/** A blob that cannot be read, such as a file that was deleted. */
function unreadable(error: Error): Blob {
  return Object.assign(new Blob(['lost']), { arrayBuffer: () => Promise.reject(error) })
}

describe('SendOrder', () => {
  it('runs a step at once as long as there is no Blob', () => {
    const { order, steps } = recorded()
    order.take('text', (data) => steps.push(data))
    order.take(new ArrayBuffer(2), (data) => steps.push(data))
    expect(steps).toEqual(['text', new ArrayBuffer(2)])
    expect(order.bytes).toBe(0)
  })

  it('reads a Blob, and keeps what comes after it in order and as it was', async () => {
    const { order, steps } = recorded()
    const bytes = Uint8Array.of(1, 2, 3)
    order.take(new Blob(['blob']), (data) => steps.push(data))
    order.take(bytes, (data) => steps.push(data))
    order.take('ü', (data) => steps.push(data))
    expect(order.bytes).toBe(4 + 3 + 2)
    bytes.fill(0)
    await expect.poll(() => steps).toHaveLength(3)
    const blob = new TextEncoder().encode('blob')
    expect(steps).toEqual([blob.buffer, Uint8Array.of(1, 2, 3), 'ü'])
  })

  it('runs steps at once again when nothing waits', async () => {
    const { order, steps } = recorded()
    order.take(new Blob(['blob']), () => undefined)
    await expect.poll(() => order.bytes).toBe(0)
    order.take('text', (data) => steps.push(data))
    expect(steps).toEqual(['text'])
  })

  it('reports a Blob that cannot be read, runs nothing after it, and keeps counting its bytes', async () => {
    const { order, steps, failures } = recorded()
    const error = new Error('the file is gone')
    order.take(unreadable(error), (data) => steps.push(data))
    order.take('behind it', (data) => steps.push(data))
    await expect.poll(() => failures).toEqual([error, error])
    expect([steps, order.bytes]).toEqual([[], 4 + 9])
  })

  it('reports a step that throws, and keeps counting its bytes', () => {
    const { order, failures } = recorded()
    const error = new Error('the platform refuses')
    order.take('text', () => {
      throw error
    })
    expect([failures, order.bytes]).toEqual([[error], 4])
  })

  it('reports a step that throws behind a Blob, and runs nothing after it', async () => {
    const { order, steps, failures } = recorded()
    const error = new Error('the platform refuses')
    order.take(new Blob(['blob']), () => {
      throw error
    })
    order.take('behind it', (data) => steps.push(data))
    await expect.poll(() => failures).toEqual([error, error])
    expect([steps, order.bytes]).toEqual([[], 4 + 9])
  })
})
