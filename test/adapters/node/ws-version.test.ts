import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import OldestWebSocket from 'ws-oldest'
import { TESTED_WS_VERSIONS } from '../../../src/adapters/node/tested-ws-versions.js'
import { wsVersion } from '../../../src/adapters/node/ws-version.js'
import { NodeWebSocketChannel, type FastPathMode } from '../../../src/node.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'
import { openingOf, type WsVersion } from './fast-path/harness/ws-version.js'

const load = createRequire(import.meta.url)
const installed = join(load.resolve('ws/package.json'), '..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ws-version-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A copy of the installed ws with other fields in its manifest. */
function copyOfWs(name: string, fields: object): WsVersion {
  const copy = join(folder, name)
  cpSync(installed, copy, { recursive: true })
  const path = join(copy, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...manifest, ...fields }))
  return { name, WebSocket: load(copy) as typeof WebSocket }
}

/** The installed ws in one file, as a bundler makes it. */
function bundleOfWs(): WsVersion {
  const outfile = join(folder, 'bundle.cjs')
  buildSync({ entryPoints: [join(installed, 'index.js')], bundle: true, platform: 'node', outfile })
  return { name: 'bundle', WebSocket: load(outfile) as typeof WebSocket }
}

function versionOf(ws: WsVersion): string | undefined {
  return wsVersion(openingOf(ws, 'client').native)
}

/** What becomes of the fast path of a channel over a version of ws. */
async function fastPathOf(ws: WsVersion, fastPath: FastPathMode): Promise<unknown> {
  const server = await startEchoServer()
  const options = { WebSocket: ws.WebSocket as never, fastPath }
  const channel = NodeWebSocketChannel.connect(server.url, options)
  await channel.ready
  const { isFast, fastPathRefusal } = channel
  await channel.sink.close()
  await server.close()
  return fastPathRefusal ?? isFast
}

describe('the version of ws', () => {
  it('is read from the package that the class of a socket comes from', () => {
    const { version } = load('ws/package.json') as { readonly version: string }
    const { version: oldest } = load('ws-oldest/package.json') as { readonly version: string }
    const minor = (version: string): string => version.split('.').slice(0, 2).join('.')
    expect(versionOf({ name: 'installed', WebSocket })).toBe(minor(version))
    expect(versionOf({ name: 'oldest', WebSocket: OldestWebSocket })).toBe(minor(oldest))
    expect(versionOf(copyOfWs('next', { version: '8.99.3' }))).toBe('8.99')
    expect(versionOf(copyOfWs('preview', { version: '9.0.0-beta.1' }))).toBe('9.0')
  })

  it('is unknown for a bundle, a subclass, and a package of another name or without a version', () => {
    class Subclass extends WebSocket {}
    expect(versionOf(bundleOfWs())).toBeUndefined()
    expect(versionOf({ name: 'subclass', WebSocket: Subclass })).toBeUndefined()
    expect(versionOf(copyOfWs('fork', { name: 'fork-of-ws' }))).toBeUndefined()
    expect(versionOf(copyOfWs('nameless', { version: undefined }))).toBeUndefined()
  })

  it('is unknown where the modules that are loaded cannot be searched', () => {
    const broken = copyOfWs('broken', {})
    writeFileSync(join(folder, 'broken/package.json'), 'not JSON')
    expect(versionOf(broken)).toBeUndefined()
  })
})

describe('the fast path', () => {
  it('is taken by default with the installed version, which the list has', async () => {
    const ws = { name: 'installed', WebSocket }
    expect(TESTED_WS_VERSIONS).toContain(versionOf(ws))
    expect(await fastPathOf(ws, 'auto')).toBe(true)
  })

  it('is taken with a version that the list has not, or that is unknown, only if it is asked for', async () => {
    const others = [copyOfWs('newer', { version: '8.99.0' }), bundleOfWs()]
    for (const ws of others) {
      expect(await fastPathOf(ws, 'auto')).toBe('ws-version')
      expect(await fastPathOf(ws, true)).toBe(true)
      expect(await fastPathOf(ws, false)).toBe('disabled')
    }
  })
})
