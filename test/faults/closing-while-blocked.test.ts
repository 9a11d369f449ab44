import { describe, expect, it } from 'vitest'
import { connect } from './adversary/connect.js'
import { answeringLate, block } from './answering-late.js'

describe('closeTimeout in a process that was blocked', () => {
  it('does not end the connection while the answer is there', async () => {
    const server = await answeringLate('close')
    const channel = connect(server.url, { closeTimeout: 150 })
    await channel.ready
    const closed = channel.sink.close(1000)
    await server.asked()
    block(400)
    expect(await closed).toEqual({ code: 1000, reason: '', wasClean: true, initiator: 'local' })
    await server.stop()
  })
})
