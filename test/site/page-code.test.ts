import { createServer } from 'node:http'
import { build } from 'esbuild'
import type { Browser, Page, WebSocket } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CodeBlock, codeBlocks, exampleBlocks } from '../docs/code-block.js'
import { type Host, listen, startHosts } from '../docs/hosts.js'
import { guides, root, sources } from '../docs/pages.js'
import { program } from '../docs/program.js'
import { launchChromium } from '../package/launch-chromium.js'

// The code of the pages and of the doc comments that needs a page.
const blocks = [...guides.flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)].filter(
  ({ code, info }) =>
    info.includes('no-run') && /\b(?:WebSocketStreamChannel|StreamBuilder)\b/.test(code),
)

const components = [...guides.flatMap(codeBlocks), ...sources.flatMap(exampleBlocks)].filter(
  // A block that names a file is a copy of it, which runs where the file belongs.
  ({ code, info }) => info.join() === 'tsx' && code.includes('web-socket-channel/react'),
)

let browser: Browser
// A page that Chromium lets connect to this machine comes from this machine.
let emptyPage: Host

beforeAll(async () => {
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html').end('<!doctype html><body></body>')
  })
  ;[browser, emptyPage] = await Promise.all([launchChromium(), listen(server)])
})

afterAll(async () => {
  await browser.close()
  await emptyPage.close()
})

/** The script of a page: the code, and before it something that happens when it has run as far as it does. */
async function bundle(block: CodeBlock, before: string, after: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `${before}\n${program(block)}\n${after}`,
      loader: 'tsx',
      resolveDir: `${root}test/site`,
    },
    bundle: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    format: 'esm',
    write: false,
    tsconfig: `${root}tsconfig.json`,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Mounts the component that a block exports. */
function mounting({ code }: CodeBlock): string {
  const name = /export function (\w+)/.exec(code)?.[1] ?? 'nothing'
  return `
    import { createRoot } from 'react-dom/client'

    createRoot(document.body.appendChild(document.createElement('main'))).render(
      <${name} url="wss://echo.example" room="lobby" />,
    )`
}

async function run(
  script: string,
  check: (page: Page, printed: string[], sockets: readonly WebSocket[]) => Promise<void>,
): Promise<void> {
  const hosts = await startHosts(script)
  const page = await browser.newPage()
  const printed: string[] = []
  page.on('console', (message) => printed.push(message.text()))
  page.on('pageerror', (error) => printed.push(error.message))
  const sockets: WebSocket[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  try {
    await page.goto(`http://127.0.0.1:${emptyPage.port}/`)
    await page.addScriptTag({ content: hosts.intoReal(script), type: 'module' })
    await check(page, printed, sockets)
  } finally {
    await page.close()
    await hosts.close()
  }
}

it('code that needs a page is found', () => {
  expect(blocks.length).toBeGreaterThan(2)
})

it.each(blocks.filter(({ code }) => code.includes('WebSocketStreamChannel')))(
  'reads frames over a WebSocketStream: $place',
  async (block) => {
    const script = await bundle(block, `setTimeout(() => channel.sink.add('Hello!'))`, '')
    await run(script, async (page, printed) => {
      expect(await page.evaluate(() => 'WebSocketStream' in globalThis)).toBe(true)
      await expect.poll(() => printed).toContain('Hello!')
    })
  },
)

it.each(blocks.filter(({ code }) => code.includes('StreamBuilder')))(
  'shows what comes back in the page: $place',
  async (block) => {
    const script = await bundle(block, '', `send('Hello!'); Object.assign(globalThis, { dispose })`)
    await run(script, async (page, printed) => {
      await page.waitForFunction(() => document.body.textContent === 'Hello!')
      await page.evaluate('dispose()')
      expect(printed).toEqual([])
    })
  },
)

it('components for React are found', () => {
  expect(components.length).toBeGreaterThan(3)
})

it.each(components)('mounts a component for React, which connects: $place', async (block) => {
  const script = await bundle(block, '', mounting(block))
  await run(script, async (page, printed, sockets) => {
    await expect.poll(() => sockets.length, { timeout: 10_000 }).toBe(1)
    if (/\bSend\b/.test(block.code)) {
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('Hello!').waitFor()
    }
    expect(printed).toEqual([])
    expect(sockets).toHaveLength(1)
  })
})
