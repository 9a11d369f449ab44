import { build } from 'esbuild'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page, WebSocket } from 'playwright-core'
import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { ChatClient } from '../../examples/chat/client.js'
import { policyViolation } from '../../src/status.js'
import { launchChromium } from '../package/launch-chromium.js'
import { ChatPage } from '../peers/chat/chat-page.js'
import { freePort } from '../peers/free-port.js'
import { startChatServer } from './chat-server.js'
import { buildCopy, type Built, examples, replaceIn } from './examples.js'
import { chatsOf, isConnectedToVite, type Opened, openPage } from './open-page.js'
import { render, serve, serveInFrontOf } from './serve.js'
import { findWs } from './strings-of-ws.js'

// A page may render later than a message that it shows.
const patience = { timeout: 10_000 }

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

function open(address: string): Promise<Opened> {
  return openPage(browser, address)
}

describe.each(examples)('the example with $name', (example) => {
  let built: Built
  beforeAll(async () => {
    built = await buildCopy(example)
  })

  it('builds without a warning', () => {
    expect(warnings(built.printed)).toEqual([])
  })

  it('has nothing of ws in what a browser loads', async () => {
    expect(await findWs(built.output)).toEqual([])
  })

  it('comes back to a server that was killed, with what it missed', async () => {
    const { address, port, server } = await serve(built, example)
    const { page, problems } = await open(address)
    const ada = new ChatPage(page)
    await ada.say('Hello!')
    await ada.sees('Ada: Hello!')
    await seesNoBanner(ada)

    await server.stop()
    await ada.banner().filter({ hasText: 'Connection lost' }).waitFor()
    expect(await ada.tryNow().innerText()).toMatch(/^Try now \(\d+ s\)$/)
    await ada.say('Still here')

    await goOffline(page, ada)
    const restarted = await startChatServer(port)
    onTestFinished(() => restarted.stop())
    await sayFirst(port, 'Are you there?')
    await ada.tryNow().click()
    await ada.sees('Ada: Still here')
    expect(await ada.messages()).toEqual([
      ...['Ada: Hello!', 'Grace: Are you there?', 'Ada: Still here'],
    ])
    await seesNoBanner(ada)
    expect(problems).toEqual([])
  })

  it('says why there is no connection', async () => {
    const port = await freePort()
    const { page, problems } = await open(await serveInFrontOf(port, built, example))
    const ada = new ChatPage(page)
    await ada.banner().filter({ hasText: 'The server cannot be reached' }).waitFor()

    await goOffline(page, ada)
    const refusing = new WebSocketServer({ port, host: '127.0.0.1' })
    onTestFinished(() => refusing.close())
    refusing.on('connection', (socket) => socket.close(policyViolation, 'Be polite'))
    await ada.tryNow().click()
    const why = 'The chat has ended: Connection closed: received 1008 "Be polite"'
    await ada.banner().filter({ hasText: why }).waitFor()
    await expect.poll(() => ada.tryNow().count(), patience).toBe(0)
    expect(problems).toEqual([])
  })

  it('calls a user without a name Guest', async () => {
    const { address } = await serve(built, example)
    const { page } = await open('about:blank')
    for (const query of ['', '?name=', '?name=%20']) {
      const opened = page.waitForEvent('websocket')
      const [connection] = await Promise.all([
        opened,
        page.goto(new URL(`/${query}`, address).href),
      ])
      expect(new URL(connection.url()).search).toBe('?name=Guest')
    }
  })

  const { server: renderer } = example
  if (renderer !== undefined) {
    it('reaches the chat through its own server', async () => {
      const server = await startChatServer(built.chat)
      onTestFinished(() => server.stop())
      const port = await render(built, renderer)
      const { page, problems } = await open(`http://127.0.0.1:${port}/`)
      const guest = new ChatPage(page)
      await guest.say('Hello!')
      await guest.sees('Guest: Hello!')
      expect(problems).toEqual([])
    })

    it('is rendered by its server', async () => {
      const { address } = await serve(built, example)
      const html = await (await fetch(address)).text()
      expect(html).toContain('<ul role="log" aria-label="Messages"></ul>')
    })
  }

  const { development } = example
  if (development !== undefined) {
    it('has one connection, and all messages, after edits in development', async () => {
      const server = await startChatServer(built.chat)
      onTestFinished(() => server.stop())
      const port = await render(built, development)
      const { page, problems } = await open('about:blank')
      let loads = 0
      page.on('load', () => (loads += 1))
      const connections = chatsOf(page)
      const loaded = page.goto(`http://127.0.0.1:${port}/?name=Ada`)
      await Promise.all([isConnectedToVite(page), loaded])
      const ada = new ChatPage(page)
      await ada.say('Hello!')
      await ada.sees('Ada: Hello!')

      const source = join(built.folder, 'src')
      await replaceIn(join(source, development.component), '1000', '999')
      await page.locator('input[maxlength="999"]').waitFor()
      await ada.say('Still here')
      await ada.sees('Ada: Still here')

      const isOfEdit = (connection: WebSocket): boolean => connection.url().includes('/chat?edited')
      const edited = page.waitForEvent('websocket', isOfEdit)
      await replaceIn(join(source, 'chat.ts'), '/chat?', '/chat?edited&')
      await edited
      await ada.say('Again')
      await ada.sees('Ada: Again')
      const all = ['Ada: Hello!', 'Ada: Still here', 'Ada: Again']
      expect(await ada.messages()).toEqual(all)
      const left = (): WebSocket[] => connections.filter((connection) => !connection.isClosed())
      await expect.poll(() => left().map(isOfEdit), patience).toEqual([true])
      expect({ loads, problems }).toEqual({ loads: 1, problems: [] })
    })
  }

  it('closes its connection when its component is unmounted', async () => {
    const { address } = await serve(built, example)
    const { page, problems } = await open('about:blank')
    const [connection] = await Promise.all([connected(page), page.goto(address)])
    expect(connection.isClosed()).toBe(false)
    const closed = connection.waitForEvent('close')
    await Promise.all([closed, page.evaluate(example.leaving.script)])
    await expect.poll(() => page.getByRole('log').count(), patience).toBe(0)
    expect(problems).toEqual([])
  })
})

describe('the checks of these tests', () => {
  it('finds ws in a bundle that has it', async () => {
    const outdir = await mkdtemp(join(inject('copies'), 'with-ws-'))
    const platforms = [{ platform: 'node' }, { platform: 'browser' }] as const
    for (const { platform } of platforms) {
      const outfile = join(outdir, platform, 'bundle.js')
      const stdin = { contents: `import 'ws'`, resolveDir: import.meta.dirname }
      await build({ stdin, bundle: true, minify: true, platform, outfile, logLevel: 'error' })
      expect(await findWs(join(outdir, platform))).not.toEqual([])
    }
  })

  it.each([
    ['vite', '(!) Some chunks are larger than 500 kB after minification.'],
    ['vite', '[plugin vite:resolve] Module "fs" has been externalized for browser compatibility'],
    ['rolldown', '[INVALID_ANNOTATION] Warning: A comment contains an annotation'],
    ['svelte-check', 'svelte-check found 0 errors and 2 warnings in 1 file'],
    ['Angular', '▲ [WARNING] bundle initial exceeded maximum budget.'],
    ['Next.js', ' ⚠ Invalid next.config.ts options detected:'],
    ['Node', '(node:1) [DEP0169] DeprecationWarning: url.parse() behavior is not standardized'],
  ])('finds a warning of %s: %s', (_, line) => {
    expect(warnings(`✓ built\n${line}`)).toEqual([line])
  })
})

/** The lines of a build's output that warn. */
function warnings(printed: string): string[] {
  const warning = /(?<!\b0 )warn|⚠|\(!\)|deprecat|externalized|error TS/i
  // What Next.js says of each first build on a machine of CI: it is nothing of the example.
  const ofMachine = 'No build cache found'
  return printed.split('\n').filter((line) => warning.test(line) && !line.includes(ofMachine))
}

/** Resolves with the next connection of a page, when it has sent something. */
async function connected(page: Page): Promise<WebSocket> {
  const connection = await page.waitForEvent('websocket')
  await connection.waitForEvent('framesent')
  return connection
}

/** From now on only the button begins attempts. */
async function goOffline(page: Page, user: ChatPage): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await user.banner().filter({ hasText: 'You are offline' }).waitFor()
}

/** Resolves when the page shows that it is connected. */
async function seesNoBanner(user: ChatPage): Promise<void> {
  await expect.poll(() => user.banner().innerText(), patience).toBe('')
  await expect.poll(() => user.tryNow().count(), patience).toBe(0)
}

/** Says something as another user, and resolves when the room has it. */
async function sayFirst(port: number, text: string): Promise<void> {
  const grace = new ChatClient({ url: `ws://127.0.0.1:${port}/chat?name=Grace`, rooms: ['lobby'] })
  const received = firstValueFrom(grace.messages)
  grace.say('lobby', text)
  expect(await received).toMatchObject({ author: 'Grace', text })
  await grace.close()
}
