import { execFile } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { startEchoServer } from '../../src/testing.js'
import { startProxy } from '../adapters/node/proxy-server.js'
import { nodes } from './nodes.js'

const run = promisify(execFile)
const agents = join(import.meta.dirname, 'node_modules/https-proxy-agent/dist/index.js')
// A process that is kept alive fails its test.
const patience = 10_000

/** Runs a program of `children` where the package is installed, and resolves with what it printed. */
async function runProgram(
  node: string,
  [name = '', ...words]: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<string> {
  const file = join(inject('consumer'), name)
  await copyFile(join(import.meta.dirname, 'children', name), file)
  const env = { ...process.env, ...variables }
  const { stdout } = await run(node, [file, ...words], { env, timeout: patience })
  return stdout.trim()
}

describe.each(Object.entries(nodes))('on Node %s', (version, node) => {
  it('https-proxy-agent loses its connections to a silent proxy', async () => {
    await using proxy = await startProxy(1, 'stay silent')
    const address = `http://127.0.0.1:${proxy.port}`
    const words = ['silent-proxy.mjs', pathToFileURL(agents).href, address]
    expect(await runProgram(node, words)).toBe('ended')
    expect(proxy.requests).toHaveLength(3)
    await expect.poll(() => proxy.open.size).toBe(0)
  })

  const follows = Number(version) >= 22
  it(`the proxy of the environment is ${follows ? 'used' : 'ignored'}, as by Node`, async () => {
    const server = await startEchoServer()
    await using proxy = await startProxy(server.port, 'connect')
    const outcomes: unknown = JSON.parse(
      await runProgram(node, ['environment-proxy.mjs', server.url], {
        NODE_USE_ENV_PROXY: '1',
        HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
        NO_PROXY: '127.0.0.1',
      }),
    )
    const named = follows ? 'open' : (expect.stringContaining('service.test') as string)
    expect(outcomes).toEqual({ root: named, node: named, exempt: 'open', agent: 'open' })
    const asked = proxy.requests.map(({ url }) => url)
    expect(asked).toEqual(follows ? ['service.test:80', 'service.test:80'] : [])
    await server.close()
  })
})
