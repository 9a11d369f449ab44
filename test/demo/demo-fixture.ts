import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest'
import { startPageServer, type PageServer } from '../../examples/demo/page-server.js'
import { SwitchableServer } from '../../examples/demo/switchable-server.js'
import { launchChromium } from '../package/launch-chromium.js'
import { chromiumPath } from '../setup/chromium-path.js'
import { RecordingServer } from './recording-server.js'
import { StaticFiles } from './static-files.js'

/** Where the page has its connections from: the server of `npm start`, or a server in the page. */
export type Variant = 'npm start' | 'static'

export const variants: readonly Variant[] = ['npm start', 'static']

/** What the page has shown since it was loaded: each text of the state and of the countdown, in order. */
type Shown = Readonly<Record<'state' | 'countdown', string[]>>

export interface DroppedFile {
  readonly name: string
  /** Its bytes, or how many zeros it has. */
  readonly content: readonly number[] | number
}

/** The demo's page in a browser, for each test anew. */
export class DemoFixture {
  /** Without a browser there is nothing to test. */
  static readonly isMissing = chromiumPath() === undefined
  /** What went wrong in the page: errors that nobody caught, and what the browser logged as an error. A test fails with any. */
  readonly problems: string[] = []
  #browser: Browser | undefined
  #page: Page | undefined
  #server: SwitchableServer | undefined
  #pageServer: PageServer | undefined
  #files: StaticFiles | undefined

  /** Starts the browser and the servers for the tests of a file. */
  static use(): DemoFixture {
    const demo = new DemoFixture()
    if (DemoFixture.isMissing) return demo
    beforeAll(() => demo.#start())
    afterEach(async () => {
      await demo.#page?.context().close()
      expect(demo.problems.splice(0)).toEqual([])
    })
    afterAll(() => demo.#stop())
    return demo
  }

  get page(): Page {
    if (this.#page) return this.#page
    throw new Error('No page is open')
  }

  /** Shows the page, connected to a server that runs. Resolves when it is connected. */
  async open(variant: Variant, options: BrowserContextOptions = {}): Promise<void> {
    await this.#server?.act('start')
    await this.#server?.act('thaw')
    const url = variant === 'static' ? this.#files?.url : this.#pageServer?.url
    await this.goto(url ?? '', options)
    await this.isConnected()
  }

  /** Shows the page, connected to a server that is not its own. */
  async openForeign(options: BrowserContextOptions = {}): Promise<RecordingServer> {
    const server = new RecordingServer()
    const pageServer = await startPageServer({ server: await server.url(), port: 0 })
    onTestFinished(async () => {
      server.stop()
      await pageServer.close()
    })
    await this.goto(pageServer.url, options)
    await this.isConnected()
    return server
  }

  /** Shows a page whose delays before attempts 2, 3 and 4 are almost 1, 2 and 4 seconds. */
  async goto(url: string, options: BrowserContextOptions = {}): Promise<void> {
    const context = await this.#browser?.newContext({ locale: 'en-GB', ...options })
    if (!context) throw new Error('There is no browser')
    this.#page = await context.newPage()
    this.#page.on('pageerror', (error) => this.problems.push(error.message))
    this.#page.on('console', (message) => {
      // The browser logs each connection that fails.
      const isExpected = message.text().includes('WebSocket connection')
      if (message.type() === 'error' && !isExpected) this.problems.push(message.text())
    })
    await this.#page.addInitScript('Math.random = () => 0.99')
    await this.#page.addInitScript(recordTexts)
    await this.#page.goto(url)
  }

  field(): Locator {
    return this.page.getByRole('textbox', { name: 'Send a message' })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  state(): Locator {
    return this.page.getByRole('status', { name: 'Connection' })
  }

  /** How many messages are queued, in words. */
  queue(): Locator {
    return this.page.locator('#queue')
  }

  countdown(): Locator {
    return this.page.getByRole('timer')
  }

  problem(): Locator {
    return this.page.locator('#problem')
  }

  /** The messages of the list with this label. */
  messages(label: 'Sent' | 'Received' | 'Queued' | 'Not sent'): Locator {
    return this.page
      .getByRole('log', { name: 'Messages' })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(label, { exact: true }) })
  }

  /** Resolves when a message with this text has come back. */
  async receives(text: string): Promise<void> {
    await this.messages('Received').getByText(text, { exact: true }).waitFor()
  }

  async isConnected(): Promise<void> {
    await this.state()
      .getByText(/^Connected since/)
      .waitFor()
  }

  /** Resolves when the page has said this since it was loaded, even if only for a moment. */
  async says(text: string): Promise<void> {
    await expect.poll(() => this.shown('state')).toContain(text)
  }

  /** What an element has shown since the page was loaded. */
  async shown(id: keyof Shown): Promise<readonly string[]> {
    const shown = await this.page.evaluate(() => (window as never as { shown: Shown }).shown)
    return shown[id]
  }

  async send(text: string): Promise<void> {
    await this.field().fill(text)
    await this.field().press('Enter')
  }

  /** Drops files on the page, as a user who drags them there. */
  async drop(...files: readonly DroppedFile[]): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle((dropped) => {
      const transfer = new DataTransfer()
      for (const { name, content } of dropped) {
        const bytes =
          typeof content === 'number' ? new Uint8Array(content) : new Uint8Array(content)
        transfer.items.add(new File([bytes], name))
      }
      return transfer
    }, files)
    await this.page.dispatchEvent('body', 'dragover', { dataTransfer })
    await this.page.getByText('Drop it to send it').waitFor()
    await this.page.dispatchEvent('body', 'drop', { dataTransfer })
  }

  async #start(): Promise<void> {
    this.#browser = await launchChromium()
    this.#server = await SwitchableServer.listen()
    this.#pageServer = await startPageServer({ server: this.#server, port: 0 })
    this.#files = await StaticFiles.serve()
  }

  async #stop(): Promise<void> {
    await this.#browser?.close()
    await this.#pageServer?.close()
    await this.#server?.act('stop')
    await this.#files?.stop()
  }
}

/** Records the texts of a page from its beginning. It runs in the page, before the page's own script. */
function recordTexts(): void {
  const shown: Shown = { state: [], countdown: [] }
  Object.assign(window, { shown })
  const record = () => {
    for (const id of ['state', 'countdown'] as const) {
      const element = document.getElementById(id)
      // Another page than the demo.
      if (!element) continue
      const texts = shown[id]
      texts.push(element.textContent)
      new MutationObserver(() => texts.push(element.textContent)).observe(element, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    }
  }
  document.addEventListener('readystatechange', record, { once: true })
}
