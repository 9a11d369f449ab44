import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished } from 'vitest'
import { chromiumPath } from '../setup/chromium-path.js'
import { DemoProcess } from './demo-process.js'
import { RecordingServer } from './recording-server.js'

const executablePath = chromiumPath() ?? ''

/** The demo's page in a browser, for each test anew, and a server that it talks to. */
export class DemoFixture {
  /** Without a browser there is nothing to test. */
  static readonly isMissing = executablePath === ''
  #browser: Browser | undefined
  #page: Page | undefined
  #process: DemoProcess | undefined
  #server = new RecordingServer()
  #address = ''

  /** Starts the browser for the tests of a file, and all else for each of them. */
  static use(): DemoFixture {
    const demo = new DemoFixture()
    beforeAll(() => demo.#launch())
    beforeEach(() => demo.#open())
    afterEach(() => demo.#close())
    afterAll(() => demo.#browser?.close())
    return demo
  }

  get page(): Page {
    if (this.#page) return this.#page
    throw new Error('There is a page during a test only')
  }

  get server(): RecordingServer {
    return this.#server
  }

  /** Of the page. */
  get address(): string {
    return this.#address
  }

  field(): Locator {
    return this.page.getByLabel('Send a message')
  }

  button(): Locator {
    return this.page.getByRole('button', { name: 'Send message' })
  }

  echo(): Locator {
    return this.page.getByRole('status', { name: 'Echo' })
  }

  state(): Locator {
    return this.page.getByRole('status', { name: 'Connection' })
  }

  countdown(): Locator {
    return this.page.getByRole('timer')
  }

  retry(): Locator {
    return this.page.getByRole('button', { name: 'Try now' })
  }

  stop(): Locator {
    return this.page.getByRole('button', { name: 'Stop server' })
  }

  start(): Locator {
    return this.page.getByRole('button', { name: 'Start server' })
  }

  /** Resolves when the banner says this. */
  async says(text: string): Promise<void> {
    await this.state().getByText(text, { exact: true }).waitFor()
  }

  async send(text: string): Promise<void> {
    await this.field().fill(text)
    await this.field().press('Enter')
  }

  /** Shows the page of another demo, which runs its echo server itself. */
  async openOwn(): Promise<DemoProcess> {
    const own = new DemoProcess()
    onTestFinished(() => own.interrupt().then(() => undefined))
    await this.page.goto(await own.address())
    await this.says('Connected.')
    return own
  }

  async #launch(): Promise<void> {
    const args = ['--no-sandbox', '--disable-background-networking']
    this.#browser = await chromium.launch({ executablePath, args })
  }

  async #open(): Promise<void> {
    this.#server = new RecordingServer()
    this.#process = new DemoProcess('--server', await this.#server.url())
    this.#address = await this.#process.address()
    this.#page = await this.#browser?.newPage({ viewport: { width: 320, height: 568 } })
    // The delays before attempts 2, 3 and 4 are almost 1, 2 and 4 seconds.
    await this.page.addInitScript(() => {
      Math.random = () => 0.99
    })
    await this.page.goto(this.#address)
  }

  async #close(): Promise<void> {
    await this.#page?.close()
    this.#page = undefined
    this.#server.stop()
    expect(await this.#process?.interrupt()).toMatchObject({ exitCode: 0, problems: '' })
  }
}
