import type { Browser } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest'
import { launchChromium } from '../package/launch-chromium.js'
import type { Running } from '../runtimes/platform.js'
import { type BrowserTab, openTab } from './browser-tab.js'
import { openInChromium } from './open-in-chromium.js'
import { openInFirefox } from './open-in-firefox.js'
import { openInWebKitGTK } from './open-in-webkitgtk.js'
import { type ReconnectingPage, serveReconnectingPage } from './reconnecting-page.js'

const hello = { frame: 'hello' }
const opening = ['connecting', 'open', hello] as const

/** Milliseconds: far more than an event of the page takes. */
const long = 30_000

describe.each<[string, (url: string) => Promise<Running>]>([
  ['Chromium', openInChromium],
  ['Firefox', openInFirefox],
  ['WebKitGTK', openInWebKitGTK],
])('a reconnecting channel in %s', { timeout: 60_000 }, (_, open) => {
  let served: ReconnectingPage
  let running: Running

  beforeEach(async () => {
    served = await serveReconnectingPage()
    running = await open(served.url(200))
    await served.posts(...opening)
  }, 60_000)
  afterEach(async () => {
    await running.stop()
    await served.close()
  })

  it('comes back when its server does', async () => {
    await served.stopServer()
    // Twice: the first attempt is refused.
    await served.posts('waiting', 'connecting', 'waiting')
    await served.startServer()
    await served.untilPosted('open')
    await served.posts(hello)
  })

  it('begins no attempt after the event offline, and one at once after the event online', async () => {
    served.send('offline')
    await served.posts({ frame: 'offline' })
    served.drop()
    await served.posts('waiting', { delay: 'Infinity' }, ...opening)
  })
})

// Chromium's is below. Firefox loads the page anew.
describe('a reconnecting channel in the page cache of WebKitGTK', { timeout: 60_000 }, () => {
  it('comes back at once when the way back shows its page', async () => {
    const served = await serveReconnectingPage()
    onTestFinished(() => served.close())
    const running = await openInWebKitGTK(served.url(long))
    onTestFinished(() => running.stop())
    await comesBackFromTheCache(served)
  })
})

// What is faster than the delay was begun by an event of the page.
describe('a reconnecting channel in a page that a driver handles', { timeout: 60_000 }, () => {
  let browser: Browser
  let served: ReconnectingPage

  beforeAll(async () => {
    // Playwright would keep pages from the cache that the way back takes them from.
    browser = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  }, 60_000)
  afterAll(() => browser.close())
  beforeEach(async () => {
    served = await serveReconnectingPage()
  })
  afterEach(() => served.close())

  async function withTab(play: (tab: BrowserTab) => Promise<void>): Promise<void> {
    const tab = await openTab(browser, served.url(long))
    await play(tab)
    await tab.close()
  }

  it('comes back at once when the browser is online again', async () => {
    const page = await browser.newPage()
    await page.goto(served.url(long))
    await served.posts(...opening)
    await page.context().setOffline(true)
    served.drop()
    await expect.poll(() => page.evaluate('channel.status.delay')).toBe(Infinity)
    await page.context().setOffline(false)
    await served.posts('waiting', ...opening)
    await page.close()
  })

  it('comes back at once when its page is visible again', () =>
    withTab(async (tab) => {
      await served.posts(...opening)
      await tab.hide()
      served.drop()
      await served.posts('waiting')
      await tab.show()
      await served.posts(...opening)
    }))

  it('comes back at once when its page was frozen and goes on', () =>
    withTab(async (tab) => {
      await served.posts(...opening)
      // Only a hidden page is frozen.
      await tab.hide()
      served.drop()
      await served.posts('waiting')
      await tab.send('Page.setWebLifecycleState', { state: 'frozen' })
      await tab.send('Page.setWebLifecycleState', { state: 'active' })
      await served.posts(...opening)
    }))

  it('comes back at once when the way back shows its page from the cache', () =>
    withTab(() => comesBackFromTheCache(served)))
})

/** The page is left without a connection, and shown again. */
async function comesBackFromTheCache(served: ReconnectingPage): Promise<void> {
  await served.posts(...opening)
  served.send('leave')
  await served.posts({ frame: 'leave' })
  served.drop()
  await served.posts('waiting')
  await served.untilPosted('shown from the cache')
  await served.untilPosted('open')
  await served.posts(hello)
}
