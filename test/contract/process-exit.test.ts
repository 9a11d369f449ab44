import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, expect, inject, test } from 'vitest'

const folder = fileURLToPath(new URL('../../reports/process-exit', import.meta.url))
const program = `${folder}/ended-channels.mjs`

// Under the project's folder, so that the program finds its packages.
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [fileURLToPath(new URL('process-exit/ended-channels.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['rxjs', 'ws', 'isomorphic-ws'],
  })
})

test.each([
  'close',
  'abort',
  'signal',
  'peer',
  'drop',
  'refused',
  'aborted-opening',
  'overflow',
  'iterator',
])('16. a process whose only channel has ended exits by itself: %s', async (ending) => {
  const child = spawn(process.execPath, [program, ending, inject('peerUrl')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child.stdout, 'data')
  const exited = once(child, 'exit')
  expect(String((await ended)[0])).toBe('closed\n')
  const since = Date.now()
  expect(await exited).toEqual([0, null])
  // Every timer of a channel is longer by default.
  expect(Date.now() - since).toBeLessThan(4_000)
})
