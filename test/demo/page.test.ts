import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../setup/chromium-path.js'
import { contrast } from './contrast.js'
import { DemoProcess } from './demo-process.js'
import { RecordingServer } from './recording-server.js'

const executablePath = chromiumPath() ?? ''

describe.skipIf(executablePath === '')('the demo page', () => {
  let browser: Browser
  let server: RecordingServer
  let demo: DemoProcess
  let address: string
  let page: Page

  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-background-networking']
    browser = await chromium.launch({ executablePath, args })
  })

  beforeEach(async () => {
    server = new RecordingServer()
    demo = new DemoProcess('--server', await server.url())
    address = await demo.address()
    page = await browser.newPage({ viewport: { width: 320, height: 568 } })
    await page.goto(address)
  })

  afterEach(async () => {
    await page.close()
    server.stop()
    expect(await demo.interrupt()).toMatchObject({ exitCode: 0, problems: '' })
  })

  afterAll(() => browser.close())

  const field = () => page.getByLabel('Send a message')
  const button = () => page.getByRole('button', { name: 'Send message' })
  const echo = () => page.getByRole('status')
  const problem = () => page.getByRole('alert')

  async function unreachable(): Promise<void> {
    await problem().getByText('network unreachable', { exact: true }).waitFor()
  }

  it('shows what comes back of a message sent by the button', async () => {
    await field().fill('Hello by button')
    await button().click()
    await echo().getByText('Hello by button', { exact: true }).waitFor()
    expect(await field().inputValue()).toBe('')
    expect(await field().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('shows what comes back of a message sent by Enter, in place of the last one', async () => {
    await field().fill('first')
    await page.keyboard.press('Enter')
    await echo().getByText('first').waitFor()
    await page.keyboard.type('second')
    await page.keyboard.press('Enter')
    await echo().getByText('second').waitFor()
    expect(await echo().textContent()).toBe('second')
    expect(await problem().textContent()).toBe('')
  })

  it('shows markup as text', async () => {
    await field().fill('<b>bold</b> & "quoted"')
    await page.keyboard.press('Enter')
    await echo().getByText('<b>bold</b> & "quoted"').waitFor()
  })

  it('sends nothing of an empty field', async () => {
    await button().click()
    await field().press('Enter')
    await field().fill('   ')
    await field().press('Enter')
    await field().fill('the only one')
    await field().press('Enter')
    await echo().getByText('the only one').waitFor()
    expect(server.received).toEqual(['the only one'])
  })

  it('says so when the server is gone, and keeps what is typed from then on', async () => {
    await field().fill('before')
    await field().press('Enter')
    await echo().getByText('before').waitFor()
    server.stop()
    await unreachable()
    expect(await echo().textContent()).toBe('')
    await field().fill('after')
    await button().click()
    expect(await field().inputValue()).toBe('after')
  })

  it('says so when the server closes normally', async () => {
    await field().fill('before')
    await field().press('Enter')
    await echo().getByText('before').waitFor()
    server.sockets[0]?.close(1000)
    await unreachable()
  })

  it('says so when the server was never there', async () => {
    server.stop()
    await page.reload()
    await unreachable()
  })

  it('talks to an echo server of its own, which goes when the demo is interrupted', async () => {
    const own = new DemoProcess()
    await page.goto(await own.address())
    await field().fill('Hello, all in one')
    await field().press('Enter')
    await echo().getByText('Hello, all in one').waitFor()
    expect(await own.interrupt()).toMatchObject({ exitCode: 0, problems: '' })
    await unreachable()
  })

  it('answers 404 where there is nothing', async () => {
    const statuses = ['?a=b', 'page.js', 'main.ts', '/', '%'].map(async (path) => {
      return (await fetch(address + path)).status
    })
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404])
  })

  it('closes the connection with a close frame when the page goes, and connects again when it comes back', async () => {
    await field().fill('here')
    await field().press('Enter')
    await echo().getByText('here').waitFor()
    await page.goto('about:blank')
    expect(await server.closeCodes[0]).toBe(1005)
    await page.goBack()
    await field().fill('back')
    await field().press('Enter')
    await echo().getByText('back').waitFor()
    expect(await problem().textContent()).toBe('')
  })

  it('connects again when it comes back from the back/forward cache', async () => {
    await field().fill('here')
    await field().press('Enter')
    await echo().getByText('here').waitFor()
    await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    })
    expect(await server.closeCodes[0]).toBe(1005)
    await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    })
    await field().fill('back')
    await field().press('Enter')
    await echo().getByText('back').waitFor()
    expect(server.received).toEqual(['here', 'back'])
    expect(await problem().textContent()).toBe('')
  })

  it('tells a screen reader what is what', async () => {
    await field().fill('Hi')
    await field().press('Enter')
    await echo().getByText('Hi').waitFor()
    expect(await page.locator('body').ariaSnapshot()).toBe(
      [
        '- banner:',
        '  - heading "WebSocket Demo" [level=1]',
        '- main:',
        '  - text: Send a message',
        '  - textbox "Send a message":',
        '    - /placeholder: " "',
        '  - status: Hi',
        '  - alert',
        '  - button "Send message"',
      ].join('\n'),
    )
    expect(await echo().getAttribute('aria-live')).toBe('polite')
    expect(await page.title()).toBe('WebSocket Demo')
  })

  it('goes from the field to the button with Tab, and shows where the focus is', async () => {
    await page.keyboard.press('Tab')
    expect(await field().evaluate((node) => node === document.activeElement)).toBe(true)
    await page.keyboard.type('by keyboard')
    await page.keyboard.press('Tab')
    expect(await button().evaluate((node) => node === document.activeElement)).toBe(true)
    expect(await button().evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
    await page.keyboard.press('Space')
    await echo().getByText('by keyboard').waitFor()
  })

  it('fits a width of 320 pixels, the longest word included', async () => {
    const word = 'unbreakable'.repeat(50)
    await field().fill(word)
    await field().press('Enter')
    await echo().getByText(word).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await button().boundingBox()).toEqual({ x: 248, y: 496, width: 56, height: 56 })
  })

  it.each(['light', 'dark'] as const)('has readable colours in the %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await field().fill('Hi')
    await field().press('Enter')
    await echo().getByText('Hi').waitFor()
    for (const part of ['h1', 'label', '#field', '#echo', '#problem', '#send']) {
      expect(await contrast(page.locator(part)), part).toBeGreaterThan(4.5)
    }
  })

  it('does not move where motion is unwanted', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const duration = await page
      .locator('label')
      .evaluate((label) => getComputedStyle(label).transitionDuration)
    expect(duration).toBe('0s')
  })
})
