import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeProject, tools } from './project.js'
import { run } from './run.js'

const compilers = ['typescript6', 'typescript7'] as const

/** The complete programs of the README by the names of files. */
const readme = Object.fromEntries(
  [
    ...(await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')).matchAll(
      /^```ts\n(.*?)^```$/gms,
    ),
  ]
    .map(([, code = '']) => code)
    .filter((code) => /^import /m.test(code))
    .map((code, index) => [`readme-${index}.ts`, code]),
)

/** Programs that use the sockets of a platform, with the compiler options and types that its documentation asks for. */
const platforms = [
  {
    name: 'React Native',
    types: { 'react-native': '@types/react-native' },
    lib: ['ES2022'],
    code: `
      const { signal } = new AbortController()
      export const channel = WebSocketChannel.connect('wss://echo.example', { signal, WebSocket })
      export const wrapped = BrowserWebSocketChannel.from(new WebSocket('wss://echo.example'))
      channel.sink.add(new Blob(['Hello!']))`,
  },
  {
    name: 'Cloudflare Workers',
    types: { '@cloudflare/workers-types': '@cloudflare/workers-types' },
    lib: ['ES2022'],
    code: `
      export default {
        async fetch(request: Request): Promise<Response> {
          const { 0: client, 1: server } = new WebSocketPair()
          server.accept()
          const channel = WebSocketChannel.from(server, { signal: request.signal })
          channel.stream.subscribe(channel.sink)
          const answer = await fetch('https://echo.example', { headers: { Upgrade: 'websocket' } })
          const { webSocket } = answer
          webSocket?.accept()
          if (webSocket) BrowserWebSocketChannel.from(webSocket).sink.add(new Blob(['Hello!']))
          return new Response(null, { status: 101, webSocket: client })
        },
      }
      const { signal } = new AbortController()
      export const channel = WebSocketChannel.connect(new URL('wss://echo.example'), { signal, WebSocket })
      export const wrapped = WebSocketChannel.from(new WebSocket('wss://echo.example'))
      void channel.sink.addStream(new ReadableStream<Uint8Array<ArrayBuffer>>())`,
  },
  {
    name: "Node's own types",
    types: { node: '@types/node24' },
    lib: ['ES2022'],
    code: `
      const signal = AbortSignal.timeout(1_000)
      export const channel = WebSocketChannel.connect(new URL('wss://echo.example'), { signal, WebSocket })
      export const wrapped = BrowserWebSocketChannel.from(new WebSocket('wss://echo.example'))
      channel.sink.add(new Blob(['Hello!']))
      void channel.sink.addStream(new ReadableStream<Uint8Array<ArrayBuffer>>())`,
  },
  {
    name: 'the types of Bun',
    types: { bun: '@types/bun' },
    lib: ['ESNext'],
    code: `
      const signal = AbortSignal.timeout(1_000)
      export const channel = WebSocketChannel.connect(new URL('wss://echo.example'), { signal, WebSocket })
      export const wrapped = BrowserWebSocketChannel.from(new WebSocket('wss://echo.example'))
      channel.sink.add(new Blob(['Hello!']))`,
  },
  {
    name: 'the types of ws',
    types: { node: '@types/node', ws: '@types/ws' },
    lib: ['ES2022'],
    code: `
      import { WebSocket, WebSocketServer } from 'ws'
      import { NodeWebSocketChannel } from 'web-socket-channel/node'

      new WebSocketServer({ port: 0 }).on('connection', (socket, request) => {
        const channel = NodeWebSocketChannel.from(socket, { request })
        channel.stream.subscribe(channel.sink)
        WebSocketChannel.from(socket)
      })
      export const channel = WebSocketChannel.connect('wss://echo.example', { WebSocket })
      export const wrapped = BrowserWebSocketChannel.from(new WebSocket('wss://echo.example'))`,
  },
] as const

const imports = `
  import { WebSocketChannel } from 'web-socket-channel'
  import { BrowserWebSocketChannel } from 'web-socket-channel/browser'`

/** Fails to compile if an option of an interface does not take \`undefined\`. */
const undefinedOptions = `
  import type { ChannelOptions, ConnectOptions, KeepAlive } from 'web-socket-channel'
  import type { NodeChannelOptions, NodeConnectOptions, PerMessageDeflateOptions, TlsOptions } from 'web-socket-channel/node'
  import type { EchoServerOptions } from 'web-socket-channel/testing'

  type AllUndefined<T> = { readonly [Name in keyof T]-?: undefined }
  function accept<T>(options: T): T {
    return options
  }
  declare const channel: AllUndefined<ChannelOptions>
  declare const connect: AllUndefined<ConnectOptions>
  declare const keepAlive: AllUndefined<KeepAlive>
  declare const nodeChannel: AllUndefined<NodeChannelOptions>
  declare const nodeConnect: AllUndefined<NodeConnectOptions>
  declare const deflate: AllUndefined<PerMessageDeflateOptions>
  declare const tls: AllUndefined<TlsOptions>
  declare const echo: AllUndefined<EchoServerOptions>
  accept<ChannelOptions>(channel)
  accept<ConnectOptions>(connect)
  accept<KeepAlive>(keepAlive)
  accept<NodeChannelOptions>(nodeChannel)
  accept<NodeConnectOptions>(nodeConnect)
  accept<PerMessageDeflateOptions>(deflate)
  accept<TlsOptions>(tls)
  accept<EchoServerOptions>(echo)`

const headers = `
  import { NodeWebSocketChannel, type NodeConnectOptions } from 'web-socket-channel/node'
  import { startEchoServer } from 'web-socket-channel/testing'

  const options: NodeConnectOptions = { headers: { authorization: 'Bearer my-token' }, maxPayload: 1_000 }
  const server = await startEchoServer()
  const channel = NodeWebSocketChannel.connect(server.url, options)
  channel.sink.add('Hello!')
  for await (const frame of channel.stream) console.log(frame)
  // @ts-expect-error A header is a string or several.
  NodeWebSocketChannel.connect(server.url, { headers: { authorization: Symbol() } })`

describe.each(compilers)('%s', (compiler) => {
  describe('as "tsc --init" sets it up, with @types/node', () => {
    const compileInitialised = async (files: Readonly<Record<string, string>>): Promise<string> => {
      const manifest = JSON.stringify({ type: 'module' })
      const project = await makeProject({
        files: { ...files, 'package.json': manifest },
        dependencies: { '@types/node': '@types/node' },
      })
      await tsc(compiler, project, ['--init'])
      return tsc(compiler, project, ['--noEmit'])
    }

    it('compiles the programs of the README', async () => {
      expect(Object.keys(readme)).not.toHaveLength(0)
      expect(await compileInitialised(readme)).toBe('')
    })

    it('compiles ./node with headers, and knows their type', async () => {
      expect(await compileInitialised({ 'headers.ts': headers })).toBe('')
    })

    it('takes undefined for every option', async () => {
      expect(await compileInitialised({ 'undefined.ts': undefinedOptions })).toBe('')
    })
  })

  it.each(platforms)('compiles with $name, without DOM types', async ({ types, lib, code }) => {
    const compilerOptions = {
      ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', lib },
      ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true },
      types: Object.keys(types),
    }
    const dependencies = Object.entries(types).map(([name, installed]) => [
      name.startsWith('@') ? name : `@types/${name}`,
      installed,
    ])
    const project = await makeProject({
      files: {
        'main.ts': `${imports}\n${code}`,
        'tsconfig.json': JSON.stringify({ compilerOptions, files: ['main.ts'] }),
      },
      dependencies: Object.fromEntries(dependencies) as Record<string, string>,
    })
    expect(await tsc(compiler, project, ['--noEmit'])).toBe('')
  })
})

/** Runs a compiler in a project and resolves with the errors that it found. */
async function tsc(compiler: string, project: string, args: readonly string[]): Promise<string> {
  const script = join(tools, compiler, 'bin/tsc')
  const output = await run(process.execPath, [script, ...args], {
    cwd: project,
    exitCodes: [0, 1, 2],
  })
  return args.includes('--init') ? '' : output
}
