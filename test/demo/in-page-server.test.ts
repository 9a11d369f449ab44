import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { InPageServer } from '../../examples/demo/page/in-page-server.js'

async function echoes(server: InPageServer): Promise<boolean> {
  const channel = await server.open()
  channel.sink.add('Hello!')
  const answer = await firstValueFrom(channel.stream)
  await channel.sink.close()
  return answer === 'Hello!'
}

it('echoes, and cuts its connections', async () => {
  const server = new InPageServer()
  expect(await server.look()).toBe('running')
  expect(await echoes(server)).toBe(true)
  const channel = await server.open()
  expect(await server.act('drop')).toBe('running')
  expect(await channel.closed).toMatchObject({ code: 1006, wasClean: false })
})

it('cuts its connections and refuses others while it is stopped', async () => {
  const server = new InPageServer()
  const channel = await server.open()
  expect(await server.act('stop')).toBe('stopped')
  expect((await channel.closed).code).toBe(1006)
  await expect(server.open()).rejects.toThrow('Connection failed: the server is stopped')
  expect(await server.act('freeze')).toBe('stopped')
  expect(await server.act('start')).toBe('running')
  expect(await echoes(server)).toBe(true)
})

it('answers nothing while it is frozen, and everything when it thaws', async () => {
  const server = new InPageServer()
  const channel = await server.open()
  expect(await server.act('freeze')).toBe('frozen')
  channel.sink.add('Hello!')
  const answer = firstValueFrom(channel.stream)
  const other = server.open()
  const silence = new Promise((resolve) => setTimeout(resolve, 50, 'silence'))
  expect(await Promise.race([silence, answer, other])).toBe('silence')
  expect(await server.act('thaw')).toBe('running')
  expect(await answer).toBe('Hello!')
  await Promise.all([channel.sink.close(), (await other).sink.close()])
})

it('refuses the connections that wait for the thaw when it is stopped', async () => {
  const server = new InPageServer()
  await server.act('freeze')
  const waiting = server.open()
  const refused = expect(waiting).rejects.toThrow('Connection failed: the server is stopped')
  expect(await server.act('stop')).toBe('stopped')
  await refused
  expect(await server.act('start')).toBe('running')
  expect(await echoes(server)).toBe(true)
})
