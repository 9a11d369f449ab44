import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../package/launch-chromium.js'
import { readSite } from './built-site.js'
import { poorTexts } from './contrast.js'
import { serveSite } from './serve-site.js'

const phone = { width: 320, height: 740 }
const site = readSite()
const documents = [...site.keys()].filter((path) => path.startsWith('documents/'))
const someOfTheReference = [
  'modules/web-socket-channel.html',
  'modules/web-socket-channel_(on_Node).html',
  'classes/web-socket-channel.ConnectionClosedError.html',
  'classes/web-socket-channel_node.NodeWebSocketChannel.html',
  'functions/web-socket-channel.json.html',
  'interfaces/web-socket-channel.ReconnectOptions.html',
  'types/web-socket-channel.ReconnectStatus.html',
  'variables/web-socket-channel_status.goingAway.html',
  'demo/index.html',
]
const shown = ['index.html', ...documents, ...someOfTheReference]

let browser: Browser
let server: Awaited<ReturnType<typeof serveSite>>

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), serveSite()])
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

/** Opens a page of the site; what fails in it is in `problems`. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage(options)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(server.url + path)
  return { page, problems }
}

describe('the site in Chromium', () => {
  it('finds a function by its name, and opens its page', async () => {
    const { page, problems } = await open('documents/Messages.html')
    await page.click('#tsd-search-trigger')
    await page.fill('#tsd-search-input', 'reconnecting')
    await page.click('#tsd-search-results a[href*="functions/web-socket-channel.reconnecting"]')
    await page.waitForURL('**/functions/web-socket-channel.reconnecting.html')
    expect(await page.textContent('h1')).toContain('reconnecting')
    expect(problems).toEqual([])
    await page.close()
  })

  it('finds a guide by a word of its text', async () => {
    const { page } = await open('index.html')
    await page.click('#tsd-search-trigger')
    await page.fill('#tsd-search-input', 'haproxy')
    const results = page.locator('#tsd-search-results a')
    await results.first().waitFor()
    expect(await results.allTextContents()).toContainEqual(expect.stringMatching(/Servers|Scaling/))
    await page.close()
  })

  it('shows the guides and the entries in the navigation', async () => {
    const { page, problems } = await open('index.html')
    await page.locator('#tsd-nav-container a', { hasText: 'web-socket-channel/testing' }).waitFor()
    const visible = await page.locator('#tsd-nav-container a:visible').allTextContents()
    expect(visible.slice(0, 2)).toEqual(['Demo', 'Reconnecting'])
    expect(problems).toEqual([])
    await page.close()
  })

  it('has a demo that echoes without a server', async () => {
    const { page, problems } = await open('index.html')
    const asked: string[] = []
    page.on('websocket', (socket) => asked.push(socket.url()))
    page.on('request', (request) => asked.push(request.url()))
    await page.click('.site-try')
    const demo = page.frameLocator('iframe.site-demo')
    await demo.locator('#field').fill('Hello from the site')
    await demo.locator('#send').click()
    const messages = demo.locator('#messages li', { hasText: 'Hello from the site' })
    await expect.poll(() => messages.count()).toBe(2)
    expect(problems).toEqual([])
    expect(asked.length).toBeGreaterThan(3)
    const elsewhere = asked.filter(
      (url) => !url.startsWith(server.url) && !/^(?:data|blob):/.test(url),
    )
    expect(elsewhere).toEqual([])
    await page.close()
  })

  it.each(['light', 'dark'] as const)('has readable text in the %s theme', async (colorScheme) => {
    const { page } = await open('index.html', { colorScheme })
    for (const path of ['index.html', 'documents/Reconnecting.html', ...someOfTheReference]) {
      await page.goto(server.url + path)
      expect(await page.evaluate(poorTexts, 4.5), path).toEqual([])
    }
    await page.close()
  })

  it('would see text that is hard to read', async () => {
    const { page } = await open('index.html')
    await page.setContent('<p style="color: #999">grey</p><p style="color: #555">dark grey</p>')
    expect((await page.evaluate(poorTexts, 4.5)).map(({ text }) => text)).toEqual(['grey'])
    await page.close()
  })

  it('never scrolls sideways on a phone', async () => {
    // Scripts fill menus that a phone hides, and take most of the time.
    const { page } = await open('index.html', { viewport: phone, javaScriptEnabled: false })
    const wide: string[] = []
    for (const path of shown) {
      await page.goto(server.url + path)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > phone.width) wide.push(`${path}: ${width}`)
    }
    expect(wide).toEqual([])
    await page.close()
  })
})
