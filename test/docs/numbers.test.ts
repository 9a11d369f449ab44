import { execFile } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { barKey, barLimit, bars } from '../../bench/report/bars.mjs'
import manifest from '../../package.json' with { type: 'json' }
import {
  checkClose,
  type CloseCodes,
  type CloseRequest,
} from '../../src/core/lifecycle/close-request.js'
import { SERVER_CLOSE_CODES } from '../../src/core/lifecycle/server-close-codes.js'
import * as errors from '../../src/core/errors.js'
import { channelSettings } from '../../src/core/arguments/check-options.js'
import * as status from '../../src/status.js'
import { guides, page, root } from './pages.js'

const readme = page('README.md').text

/** The rows of the table on a page whose first heading is this, each by its first cell. */
function tableOf(text: string, heading: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `))
  const rows = lines.slice(start + 2, lines.indexOf('', start))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  return new Map(cells.map(([, name = '', ...others]) => [name, others]))
}

/** The options that an interface declares, with their `@default`. */
function optionsOf(path: string, name: string): ReadonlyMap<string, string | undefined> {
  const [, body = ''] =
    new RegExp(`interface ${name}\\b.*?\\{\\n(.*?)\\n\\}`, 's').exec(page(path).text) ?? []
  const found = body.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*readonly (\w+)\?:/g)
  return new Map(
    [...found].map(([, comment = '', option = '']) => [
      option,
      /@default (.+)/.exec(comment)?.[1]?.trim(),
    ]),
  )
}

const options = new Map([
  ...optionsOf('src/core/arguments/options.ts', 'ChannelOptions'),
  ...optionsOf('src/core/arguments/options.ts', 'ConnectOptions'),
])
const nodeOptions = new Map([
  ...optionsOf('src/adapters/node/fast-path-options.ts', 'FastPathOptions'),
  ...optionsOf('src/adapters/node/options.ts', 'FrameOptions'),
  ...optionsOf('src/adapters/node/options.ts', 'NodeConnectOptions'),
])

describe('the numbers in the README', () => {
  const table = tableOf(readme, '`connect` option')
  const nodeTable = tableOf(readme, '`NodeWebSocketChannel.connect` adds')

  it('are the defaults of the options', () => {
    const shown = [...table].map(([name, [value = '']]) => [name, value])
    const { unobserved, keepAlive, ...numbers } = channelSettings({}, undefined)
    expect(Object.fromEntries(shown)).toEqual({
      protocols: 'none',
      signal: 'none',
      connectTimeout: grouped(numbers.connectTimeout),
      closeTimeout: grouped(numbers.closeTimeout),
      highWaterMark: grouped(numbers.highWaterMark),
      maxHeldBytes: grouped(numbers.maxHeldBytes),
      unobserved: `'${unobserved}'`,
      keepAlive: `{ interval: ${grouped(keepAlive?.interval)}, timeout: ${grouped(keepAlive?.timeout)} }`,
      WebSocket: "the platform's",
    })
  })

  it('are those in the comments of the options', () => {
    expect([...options.keys()].sort()).toEqual([...table.keys()].sort())
    for (const [name, value] of options) {
      if (value !== undefined) expect(table.get(name)?.[0], name).toBe(value)
    }
  })

  it('are those in the comments of the options of Node', () => {
    const names = [...nodeTable.keys()].flatMap((name) => name.split(', '))
    expect(names).toEqual(expect.arrayContaining([...nodeOptions.keys()]))
    for (const [name, value] of nodeOptions) {
      if (value !== undefined) expect(nodeTable.get(name)?.[0], name).toBe(value)
    }
  })

  it('state the size of a bundle to a twentieth', { timeout: 60_000 }, async () => {
    const [, claimed] = /about ([\d.]+) kB/.exec(readme) ?? []
    expect((await rootSize()) / (Number(claimed) * 1_000)).toBeCloseTo(1, 1)
  })
})

describe('the names in the README', () => {
  it('are the entries of the package', () => {
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')
    const names = entries.map((entry) => entry.replace('.', manifest.name))
    expect([...tableOf(readme, 'entry').keys()]).toEqual(names)
  })

  it('are the classes of errors', () => {
    expect([...tableOf(readme, 'error').keys()].sort()).toEqual(Object.keys(errors).sort())
  })

  it('are the version of Node that the package needs', () => {
    expect(`Node ${manifest.engines.node.replace('>=', '')} or later`).toBe(
      /Node \d+ or later/.exec(readme)?.[0],
    )
  })
})

describe('the numbers on the performance page', () => {
  it('are the bars of the benchmark, each with its limit', () => {
    const { text } = page('docs/performance.md')
    const [, table = ''] = text.split(/<!-- \/?bench:bars -->/)
    const rows = table.split('\n').filter((line) => /[≥≤]/.test(line))
    const shown = rows.map((row) => row.split('|').map((cell) => cell.trim()))
    expect(shown.map((cells) => cells.slice(1, 5))).toEqual(
      bars.map((bar) => [...barKey(bar), barLimit(bar)]),
    )
  })
})

describe('the numbers on the page about reconnecting', () => {
  const { text } = page('docs/reconnecting.md')
  const file = 'src/layers/reconnecting/options.ts'

  it('are the defaults in the comments of the options', () => {
    const queue = [...optionsOf(file, 'ReconnectQueue')].map(
      ([name, value]) => [`queue.${name}`, value] as const,
    )
    const options = new Map([...optionsOf(file, 'ReconnectOptions'), ...queue])
    options.delete('queue')
    const table = tableOf(text, 'option')
    expect([...table.keys()].sort()).toEqual([...options.keys()].sort())
    for (const [name, value] of options) {
      if (value !== undefined) expect(table.get(name)?.[0], name).toBe(value)
    }
  })

  it('are the defaults in the comments of the options of exponentialBackoff', () => {
    const table = tableOf(text, 'option of `exponentialBackoff`')
    expect(new Map([...table].map(([name, [value]]) => [name, value]))).toEqual(
      optionsOf('src/layers/reconnecting/backoff.ts', 'BackoffOptions'),
    )
  })
})

describe('the numbers about heartbeats', () => {
  it('are the defaults in the comments of the options', () => {
    const [, section = ''] = page('docs/messages.md').text.split('## Heartbeats')
    const table = tableOf(section, 'option')
    const options = optionsOf('src/layers/heartbeat/options.ts', 'HeartbeatOptions')
    expect([...table.keys()]).toEqual([...options.keys()])
    for (const [name, value] of options) {
      if (value !== undefined) expect(table.get(name)?.[0], name).toBe(value)
    }
  })
})

describe('the numbers in the guides', () => {
  it('are the bytes that a reason may have', () => {
    const told = guides.flatMap(({ text }) => [
      ...text.matchAll(/(?:reason|Reason)[^.|]{0,40}? (?:at most|more than) (\d+) bytes/g),
    ])
    expect(told.length).toBeGreaterThan(1)
    for (const [, bytes] of told) expect(Number(bytes)).toBe(longestReason())
  })

  it('are the codes that may be sent', () => {
    const { text } = page('docs/guarantees.md')
    const [client, server] = [allowedCodes(), allowedCodes(SERVER_CLOSE_CODES)]
    expect(client).toEqual(['1000', '3000-4999'])
    expect(server).toEqual(['1000-1003', '1007-1014', '3000-4999'])
    expect(text).toContain("send 1000 and 3000-4999; a server's side also 1001-1003 and 1007-1014")
  })

  it('are the close codes by name', () => {
    const { text } = page('docs/from-dart.md')
    const rows = [...text.matchAll(/^\| `(\w+)` +\| (\d{4}) \|$/gm)]
    const shown = rows.map(([, name = '', code]) => [name, Number(code)])
    expect(Object.fromEntries(shown)).toEqual({ ...status })
  })

  it('are twenty-one guarantees, in order', () => {
    const headings = page('docs/guarantees.md').text.matchAll(/^### (\d+)\. /gm)
    const numbers = [...headings].map(([, number]) => Number(number))
    expect(numbers).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  })

  it('are the constants of the code', () => {
    const { text } = page('docs/decisions.md')
    expect(text).toContain(`after the first ${constant('frame-queue', 'FREE_ITEMS')} weighs`)
    expect(text).toContain(`at least ${constant('frame-queue', 'ITEM_OVERHEAD')} bytes`)
    expect(text).toContain(`up to every ${constant('sending/buffer-drain', 'LONGEST_PAUSE')} ms`)
  })
})

function grouped(amount: number | undefined): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '_')
}

function constant(file: string, name: string): string {
  return (
    new RegExp(`const ${name} = (\\d+)`).exec(page(`src/core/${file}.ts`).text)?.[1] ??
    'no such constant'
  )
}

function longestReason(): number {
  let bytes = 0
  while (!refuses({ code: 1000, reason: 'x'.repeat(bytes + 1) })) bytes++
  return bytes
}

function allowedCodes(codesOfSide?: CloseCodes): readonly string[] {
  const codes = Array.from({ length: 6_000 }, (_, code) => code)
  const allowed = codes.filter((code) => !refuses({ code }, codesOfSide))
  const starts = allowed.filter((code) => !allowed.includes(code - 1))
  return starts.map((start) => {
    const end = codes.find((code) => code > start && !allowed.includes(code)) ?? start
    return end === start + 1 ? String(start) : `${start}-${end - 1}`
  })
}

function refuses(request: CloseRequest, codes?: CloseCodes): boolean {
  try {
    checkClose(request, codes)
    return false
  } catch {
    // That it refuses is what is asked here.
    return true
  }
}

/** Bytes of the root in a browser's bundle, as `npm run check:size` measures them. */
async function rootSize(): Promise<number> {
  const stdout = await new Promise<string>((resolve) => {
    // It exits with 1 when a limit is exceeded, which `check:size` reports.
    execFile('node_modules/.bin/size-limit', ['--json'], { cwd: root }, (_, stdout) => {
      resolve(stdout)
    })
  })
  const [first] = JSON.parse(stdout) as [{ readonly size: number }]
  return first.size
}
