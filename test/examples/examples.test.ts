import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketChannel } from '../../src/index.node.js'
import { startEchoServer, type EchoServer } from '../../src/testing.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const loader = ['--import', './examples/typescript.mjs']

/** Runs an example as `examples/README.md` says and resolves with what it prints. Rejects unless it exits 0. */
async function run(file: string, ...words: string[]): Promise<string> {
  const command = [...loader, `examples/${file}`, ...words]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: root })
  return stdout + stderr
}

describe('an example', () => {
  let server: EchoServer

  beforeAll(async () => {
    server = await startEchoServer()
  })

  afterAll(() => server.close())

  it('sends a message and gets the answer', async () => {
    expect(await run('echo-client.ts', server.url)).toBe('received: Hello!\nthe end\n')
  })

  it('sends and receives binary data', async () => {
    expect(await run('binary.ts', server.url)).toBe(
      '16 bytes\nFloat64Array(2) [ 3.141592653589793, 2.718281828459045 ]\n',
    )
  })

  it('reads a channel with for await', async () => {
    expect(await run('for-await.ts', server.url)).toBe(
      'one\ntwo\nstill open\nthree\nfour\nclosed\n',
    )
  })

  it('sends what an Observable emits', async () => {
    expect(await run('pipe-observable.ts', server.url)).toBe(
      "[ 'tick 0', 'tick 1', 'tick 2', 'and done' ]\n",
    )
  })

  it('closes with codes and reasons', async () => {
    expect(await run('close-codes.ts', server.url)).toBe(`\
with a code: { code: 1000, reason: '', wasClean: true, initiator: 'local' }
with a reason: { code: 4001, reason: 'enough', wasClean: true, initiator: 'local' }
remembered: 4001 enough
RangeError: Cannot close with code 1006: use 1000 or 3000-4999
without a code: { code: 1005, reason: '', wasClean: true, initiator: 'local' }
`)
  })

  it('cancels with an AbortSignal', async () => {
    expect(await run('cancel.ts', server.url)).toBe(`\
never opened: Error: the user left
the stream completed
{ code: 1006, reason: '', wasClean: false, initiator: 'local' }
`)
  })

  it('shows the HTTP status of a failed connection', async () => {
    const http = createServer((_, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
    })
    onTestFinished(() => void http.close())
    await once(http.listen(0, '127.0.0.1'), 'listening')
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`
    expect(await run('why-it-failed.ts', url)).toBe(`\
message: Connection to ${url} failed: the server answered 401
phase: handshake
status: 401
www-authenticate: Bearer
`)
  })

  it('shows that a connection was refused', async () => {
    const gone = await startEchoServer()
    await gone.close()
    expect(await run('why-it-failed.ts', gone.url)).toContain('phase: network\nstatus: none\n')
  })

  it('comes back after a lost connection', async () => {
    // On a busy machine the server may take longer than the first delay.
    const retry = /waiting \d+ ms for attempt \d: .*\nconnecting, attempt \d\n/.source
    expect(await run('reconnecting.ts')).toMatch(
      new RegExp(
        '^connecting, attempt 1\nopen\nreceived: Hello!\n' +
          'waiting 300 ms for attempt 2: ConnectionClosedError: Connection closed: .*\nconnecting, attempt 2\n' +
          `(${retry})*open\nreceived: Are you back\\?\nclosing\nclosed with 1000\n$`,
      ),
    )
  })

  it('tests code without a network', async () => {
    expect(await run('test-without-network.ts')).toBe('passed\n')
  })

  it('serves an echo', async () => {
    const example = spawn(process.execPath, [...loader, 'examples/echo-server.ts', '0'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void example.kill())
    const [line] = (await once(example.stdout, 'data')) as [Buffer]
    const port = /port: (\d+)/.exec(line.toString())?.[1] ?? ''
    const channel = WebSocketChannel.connect(`ws://127.0.0.1:${port}`)
    channel.sink.add('Hello!')
    expect(await firstValueFrom(channel.stream)).toBe('Hello!')
    channel.sink.add(new Uint8Array([1, 2]))
    expect(await firstValueFrom(channel.stream)).toEqual(new Uint8Array([1, 2]))
    expect(await channel.sink.close(4000)).toMatchObject({ code: 4000, wasClean: true })
  })
})

describe('the README of the examples', () => {
  const readme = readFileSync(`${root}/examples/README.md`, 'utf8').replace(/ +/g, ' ')
  const files = ['', 'protocols/'].flatMap((folder) =>
    readdirSync(`${root}/examples/${folder}`)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => folder + file),
  )

  it.each(files)('gives question, file and command of %s as they are', (file) => {
    const question = /^\/\/ (.*)\n\/\/ /.exec(readFileSync(`${root}/examples/${file}`, 'utf8'))?.[1]
    const command = `node ${loader.join(' ')} examples/${file}`
    expect(readme).toContain(`| ${question ?? 'no question'} | [${file}](${file}) | \`${command}`)
  })
})
