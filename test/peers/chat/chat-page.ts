import type { Locator, Page } from 'playwright-core'

/** The page of the chat, as a user sees it. */
export class ChatPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Opens it, and resolves when it is connected. */
  async open(address: string, name: string): Promise<void> {
    await this.#page.clock.install()
    await this.#page.goto(`${address}?name=${name}`)
    await this.connected()
  }

  banner(): Locator {
    return this.#page.getByRole('status', { name: 'Connection' })
  }

  countdown(): Locator {
    return this.#page.getByRole('timer')
  }

  /** Stops the page's timers: from now on no attempt begins by itself. */
  async stopClock(): Promise<void> {
    await this.#page.clock.pauseAt(await this.#page.evaluate(() => Date.now() + 1_000))
  }

  tryNow(): Locator {
    return this.#page.getByRole('button', { name: 'Try now' })
  }

  room(name: string): Locator {
    return this.#page.getByRole('button', { name })
  }

  /** What was said and is not in the room yet. */
  unseen(): Locator {
    return this.#page.getByRole('list', { name: 'Not sent yet' }).getByRole('listitem')
  }

  async say(text: string): Promise<void> {
    const field = this.#page.getByLabel('Say something')
    await field.fill(text)
    await field.press('Enter')
  }

  /** Resolves with the process that serves the page, when there is one. */
  async connected(): Promise<number> {
    const banner = this.banner().filter({ hasText: /^Connected to process \d+\.$/ })
    return Number(/\d+/.exec(await banner.innerText())?.[0])
  }

  /** Resolves when the room has a message with this text. */
  async sees(text: string): Promise<void> {
    await this.#messages().filter({ hasText: text }).waitFor()
  }

  /** The messages, each as `Ada: Hello!`. */
  async messages(): Promise<string[]> {
    const texts = await this.#messages().allInnerTexts()
    return texts.map((text) => text.replace(/, [^\n]*\n/, ': '))
  }

  #messages(): Locator {
    return this.#page.getByRole('log', { name: 'Messages' }).getByRole('listitem')
  }
}
