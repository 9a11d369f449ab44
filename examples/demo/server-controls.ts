import { find } from './find.js'

/** The buttons that stop and start the demo's own server, through the server of the page. */
export class ServerControls {
  readonly #buttons = {
    stop: find('stop', HTMLButtonElement),
    start: find('start', HTMLButtonElement),
  }

  readonly #problem = find('problem', HTMLElement)

  constructor() {
    for (const [action, button] of Object.entries(this.#buttons)) {
      button.addEventListener('click', () => void this.#act(action, button))
    }
    find('server', HTMLElement).hidden = false
    void this.#ask('GET', 'server')
  }

  async #act(action: string, button: HTMLButtonElement): Promise<void> {
    if (button.ariaDisabled !== 'true') await this.#ask('POST', `server/${action}`)
  }

  async #ask(method: string, path: string): Promise<void> {
    try {
      const answer = await fetch(path, { method })
      const text = await answer.text()
      this.#problem.textContent = answer.ok ? '' : text
      if (answer.ok) this.#show(text)
    } catch {
      // The demo has ended, and its server with it: the banner says so.
    }
  }

  // A button that is disabled as usual would lose the focus.
  #show(state: string): void {
    this.#buttons.stop.ariaDisabled = String(state !== 'running')
    this.#buttons.start.ariaDisabled = String(state === 'running')
  }
}
