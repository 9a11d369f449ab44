import { expect, it, vi } from 'vitest'
import { reconnecting } from '../../../src/layers/reconnecting/reconnecting.js'

const error = new Error('no network')
const info = { code: 1006, reason: '', wasClean: false, initiator: 'local' }

it('`close` while waiting ends the channel at once, with the last error where it was never open', async () => {
  const channel = reconnecting<string, string>(() => Promise.reject(error), { backoff: () => 1e6 })
  const statuses: unknown[] = []
  channel.statuses.subscribe({
    next: (status) => statuses.push(status),
    complete: () => statuses.push('complete'),
  })
  await vi.waitFor(() => {
    expect(channel.status).toMatchObject({ name: 'waiting', attempt: 2, delay: 1e6, cause: error })
  })
  channel.sink.add('never sent')
  const closed = channel.sink.close()
  expect([channel.state, channel.closeCode, channel.status.name]).toEqual([
    'closed',
    1006,
    'closed',
  ])
  expect(await closed).toEqual(info)
  await expect(channel.ready).rejects.toBe(error)
  expect(channel.sink.bufferedAmount).toBe(10)
  expect(statuses).toMatchObject([
    { name: 'connecting', attempt: 1 },
    { name: 'waiting' },
    { name: 'closing' },
    { name: 'closed', info, cause: error },
    'complete',
  ])
})
