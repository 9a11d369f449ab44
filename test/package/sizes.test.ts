import { execFileSync } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { page, root } from '../docs/pages.js'

const kilobytes = new Map<string, number>()

beforeAll(() => {
  // It prints warnings of its bundler, of which nothing is read.
  const command = ['node_modules/size-limit/bin.js', '--json']
  const printed = execFileSync(process.execPath, command, { cwd: root, stdio: 'pipe' })
  const measured = JSON.parse(printed.toString()) as { name: string; size: number }[]
  for (const { name, size } of measured) kilobytes.set(name, size / 1_000)
})

const alone = 'The root with only WebSocketChannel used'
const withJson = 'The root with WebSocketChannel and json used'
const withLayers = 'The root with WebSocketChannel, json, reconnecting and heartbeat used'

it.each([
  ['README.md', /the root adds about ([\d.]+) kB/, [alone]],
  [
    'docs/performance.md',
    /alone it is ([\d.]+) kB, with `json` ([\d.]+) kB, with `reconnecting` and `heartbeat` too ([\d.]+) kB/,
    [alone, withJson, withLayers],
  ],
  [
    'docs/decisions.md',
    /It is ([\d.]+) kB, that of `.\/browser` ([\d.]+) kB, with `json` ([\d.]+) kB, with all three layers ([\d.]+) kB/,
    [alone, './browser', withJson, withLayers],
  ],
])('%s has the sizes that `npm run check:size` measures', (path, statement, names) => {
  const [, ...stated] = statement.exec(page(path).text.replace(/\s+/g, ' ')) ?? []
  expect(stated).toHaveLength(names.length)
  for (const [at, name] of names.entries()) {
    expect(Math.abs(Number(stated[at]) - (kilobytes.get(name) ?? NaN)), name).toBeLessThan(0.1)
  }
})
