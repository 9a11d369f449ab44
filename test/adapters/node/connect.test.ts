import { Agent } from 'node:http'
import { connect, type LookupFunction, type NetConnectOpts, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { adoptNode, connectNode, isFast } from '../../../src/adapters/node/connect.js'
import { ConnectionFailedError } from '../../../src/core/errors.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'

/** Resolves every name to this machine. */
const lookupHere: LookupFunction = (_name, _options, found) => {
  found(null, [{ address: '127.0.0.1', family: 4 }])
}

describe('a connection through ws', () => {
  it('is fast while it is open', async () => {
    const server = await startEchoServer()
    const connection = connectNode(server.url, {})
    expect(isFast(connection)).toBe(false)
    await connection.promises.open
    expect(isFast(connection)).toBe(true)
    connection.abort(undefined)
    expect(isFast(connection)).toBe(false)
    await server.close()
  })

  it('pings its peer unless keepAlive is false', async () => {
    const server = await startEchoServer()
    const pings: (string | undefined)[] = []
    server.server.on('connection', (socket, { url }) => {
      socket.on('ping', () => pings.push(url))
    })
    const watched = connectNode(`${server.url}watched`, {
      keepAlive: { interval: 5, timeout: 9_000 },
    })
    const alone = connectNode(`${server.url}alone`, { keepAlive: false })
    await Promise.all([watched.promises.open, alone.promises.open])
    await expect.poll(() => pings.length).toBeGreaterThan(1)
    expect(new Set(pings)).toEqual(new Set(['/watched']))
    for (const connection of [watched, alone]) connection.abort(undefined)
    await server.close()
  })

  it('refuses what is no WebSocket', () => {
    for (const socket of [null, undefined, {}, 'socket', new EventTarget()]) {
      expect(() => adoptNode(socket as never, {})).toThrow(TypeError)
    }
    for (const Class of [Map, () => undefined]) {
      expect(() => connectNode('ws://127.0.0.1:1/', { WebSocket: Class as never })).toThrow(
        TypeError,
      )
    }
  })

  it('refuses a socket that a channel has already', async () => {
    const server = await startEchoServer()
    const native = new WebSocket(server.url)
    const connection = adoptNode(native, {})
    expect(() => adoptNode(native, {})).toThrow(TypeError)
    await connection.promises.open
    expect(() => adoptNode(native, {})).toThrow(TypeError)
    connection.abort(undefined)
    await adoptNode(native, {}).promises.open.catch((error: unknown) => {
      expect(error).toBeInstanceOf(ConnectionFailedError)
    })
    expect.assertions(3)
    await server.close()
  })

  it('connects with the options for it', async () => {
    const server = await startEchoServer()
    const address = server.url.replace('127.0.0.1', 'echo.test')
    const connection = connectNode(address, { lookup: lookupHere })
    await connection.promises.open
    connection.abort(undefined)
    await server.close()
  })

  it('tries several addresses of a name unless autoSelectFamily is false', async () => {
    const server = await startEchoServer()
    const address = server.url.replace('127.0.0.1', 'echo.test')
    const asked: unknown[] = []
    const lookup: LookupFunction = (name, options, found) => {
      asked.push(options.all === true)
      if (options.all) lookupHere(name, options, found)
      else found(null, '127.0.0.1', 4)
    }
    for (const autoSelectFamily of [true, false]) {
      const connection = connectNode(address, { lookup, autoSelectFamily })
      await connection.promises.open
      connection.abort(undefined)
    }
    expect(asked).toEqual([true, false])
    await server.close()
  })

  it('connects by the function it is given', async () => {
    const server = await startEchoServer()
    const asked: unknown[] = []
    const createConnection = (options: NetConnectOpts): Socket => {
      asked.push((options as { host: string }).host)
      return connect(options)
    }
    const options = { createConnection }
    const connection = connectNode(server.url, options)
    await connection.promises.open
    expect(asked).toEqual(['127.0.0.1'])
    expect(options).toEqual({ createConnection })
    connection.abort(undefined)
    await server.close()
  })

  it('passes the address and the options to a class of the user', async () => {
    const server = await startEchoServer()
    const addresses: unknown[] = []
    class Elsewhere extends WebSocket {
      constructor(...[address, protocols, options]: ConstructorParameters<typeof WebSocket>) {
        addresses.push(address)
        super(address, protocols, { ...options, lookup: lookupHere })
      }
    }
    const address = server.url.replace('ws://127.0.0.1', 'http://echo.test')
    const connection = connectNode(address, { WebSocket: Elsewhere })
    await connection.promises.open
    expect(addresses).toEqual([address.replace('http:', 'ws:')])
    connection.abort(undefined)
    await server.close()
  })

  it('connects through an agent', async () => {
    const server = await startEchoServer()
    const agent = Object.assign(new Agent(), {
      createConnection: (options: { createConnection: typeof connect }) =>
        options.createConnection({ ...options, lookup: lookupHere } as never),
    })
    const address = server.url.replace('127.0.0.1', 'echo.test')
    const connection = connectNode(address, { agent })
    await connection.promises.open
    connection.abort(undefined)
    await server.close()
  })

  it('takes over a socket of ws that has not opened', async () => {
    const server = await startEchoServer()
    const connection = adoptNode(new WebSocket(server.url), { keepAlive: false })
    await connection.promises.open
    expect(connection.protocol).toBe('')
    connection.abort(undefined)
    await server.close()
  })
})
