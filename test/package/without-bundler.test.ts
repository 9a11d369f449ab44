import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { type EchoServer, startEchoServer } from '../../src/testing.js'
import { codeBlocks } from '../docs/code-block.js'
import { type Host, listen } from '../docs/hosts.js'
import { guides } from '../docs/pages.js'
import { answerFile } from '../setup/served-file.js'
import { launchChromium } from './launch-chromium.js'

// Runs the page of docs/bundlers.md in the folder into which the tarball is installed.
const ECHO = 'wss://echo.example'
const blocks = guides.flatMap(codeBlocks).filter(({ place }) => place.includes('bundlers.md'))

let echo: EchoServer
let browser: Browser
let site: Host | undefined

beforeAll(async () => {
  echo = await startEchoServer()
  browser = await launchChromium()
})
afterAll(async () => {
  await site?.close()
  await browser.close()
  await echo.close()
})

function blockWith(contents: string): string {
  const block = blocks.find(({ code }) => code.includes(contents))
  if (!block) throw new Error(`Cannot find a block with ${contents}`)
  return block.code
}

/** Serves the page, and the files of a folder. Resolves with the address. */
async function serve(html: string, folder: string): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') response.setHeader('Content-Type', 'text/html').end(html)
    else void answerFile(response, folder, url)
  })
  site = await listen(server)
  return `http://127.0.0.1:${site.port}/`
}

it('a page with an import map talks to a server', async () => {
  const consumer = inject('consumer')
  const [npx, esbuild, ...options] = blockWith('--outfile=rxjs.js').trim().split(' ')
  expect([npx, esbuild]).toEqual(['npx', 'esbuild'])
  const program = join(import.meta.dirname, '../../node_modules/.bin/esbuild')
  await promisify(execFile)(program, options, { cwd: consumer })
  const talk = `
    import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
    channel.sink.add('Hello!')
    for await (const frame of channel.stream) {
      await channel.sink.close(1000)
      globalThis.found = [frame, channel.closeCode, typeof BrowserWebSocketChannel]
    }
  </script>`
  const html = `<link rel="icon" href="data:,">${blockWith('importmap')}`
    .replace(ECHO, echo.url)
    .replace(/<\/script>\s*$/, talk)
  const problems: string[] = []
  const page = await browser.newPage()
  page.on('console', (message) => problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(await serve(html, consumer))
  const isOver = () => problems.length > 0 || page.evaluate('"found" in globalThis')
  await vi.waitUntil(isOver, { timeout: 10_000 })
  expect(problems).toEqual([])
  expect(await page.evaluate('globalThis.found')).toEqual(['Hello!', 1000, 'function'])
})
