import { join } from 'node:path'
import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { startProgram } from './start-program.js'

const script = join(import.meta.dirname, 'servers/apps.mjs')

it.each(['plain', 'express', 'fastify', 'hono'])(
  'channels live beside an app: %s',
  async (name) => {
    const app = await startProgram(process.execPath, [script, name])
    const ask = async (path: string): Promise<string> =>
      (await fetch(`http://127.0.0.1:${app.port}${path}`)).text()
    const dial = (path: string): NodeWebSocketChannel =>
      NodeWebSocketChannel.connect(`ws://127.0.0.1:${app.port}${path}`)
    expect(await ask('/hello')).toBe('hello')
    const channel = dial('/chat')
    channel.sink.add('Hello!')
    expect(await firstValueFrom(channel.stream)).toBe('Hello!')
    await expect(dial('/other').ready).rejects.toMatchObject({ status: 404 })
    expect(await ask('/close')).toBe('closed')
    expect(await channel.closed).toMatchObject({ code: 1001, wasClean: true })
    // The application goes on.
    expect(await ask('/hello')).toBe('hello')
    await app.stop()
  },
)
