import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { nodes } from './nodes.js'

const execute = promisify(execFile)
const bundle = join(inject('consumer'), 'web-socket-class.mjs')

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, '../web-socket-class/program.ts')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
    external: ['web-socket-channel', 'web-socket-channel/*'],
  })
})

/** Runs the cases on a Node, and resolves with the names of those that fail. */
async function failuresOn(node: string, which: 'own' | 'ours'): Promise<readonly string[]> {
  const { stdout } = await execute(node, [bundle, which, inject('peerUrl')])
  const { tried, failures } = JSON.parse(stdout) as { tried: number; failures: object }
  expect(tried).toBeGreaterThan(20)
  return Object.keys(failures)
}

// Node has a built-in class from 22 on, which does some things otherwise than the WHATWG says and Chromium does.
const withOwn = Object.entries(nodes).filter(([version]) => version !== '20')
const onlyOnNode22 = [
  'a refused opening is an error and a close with 1006',
  'an object as a handler is kept, and not called',
]
const deviations = [
  'send after close is counted in bufferedAmount, and not sent',
  'a refused opening is an error and a close with 1006',
  'close before open is an error and a close with 1006',
  'binaryType is blob at first, and ignores other values',
  'handlers are called in their place among the listeners',
  'an object as a handler is kept, and not called',
  'arguments that cannot be converted are a TypeError',
]

// A case that fails waits for six seconds.
describe('the cases of a WebSocket class', { timeout: 60_000 }, () => {
  it.each(withOwn)('the own class of Node %s passes but for these', async (version, node) => {
    const isKnown = (name: string): boolean => version === '22' || !onlyOnNode22.includes(name)
    expect(await failuresOn(node, 'own')).toEqual(deviations.filter(isKnown))
  })

  it.each(withOwn)('webSocketClass passes all on Node %s', async (_, node) => {
    expect(await failuresOn(node, 'ours')).toEqual([])
  })
})
