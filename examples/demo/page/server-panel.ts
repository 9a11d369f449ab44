import { find } from '../../shared/find.js'
import type { ServerAction, ServerControls, ServerState } from '../server-controls.js'
import { Alert } from './alert.js'

const names: Readonly<Record<ServerState, string>> = {
  running: 'Running',
  frozen: 'Frozen',
  stopped: 'Stopped',
}

/** The buttons that stop and start the server, drop the connection, and freeze the server. */
export class ServerPanel {
  readonly #controls: ServerControls
  readonly #power = find('power', HTMLButtonElement)
  readonly #drop = find('drop', HTMLButtonElement)
  readonly #freeze = find('freeze', HTMLButtonElement)
  readonly #state = find('server-state', HTMLElement)
  readonly #alert = new Alert('server-problem')
  #shown: ServerState = 'running'

  constructor(controls: ServerControls) {
    this.#controls = controls
    this.#onClick(this.#power, () => (this.#shown === 'stopped' ? 'start' : 'stop'))
    this.#onClick(this.#drop, () => 'drop')
    this.#onClick(this.#freeze, () => (this.#shown === 'frozen' ? 'thaw' : 'freeze'))
    find('server', HTMLElement).hidden = false
    void this.#show(controls.look())
  }

  #onClick(button: HTMLButtonElement, actionOf: () => ServerAction): void {
    button.addEventListener('click', () => {
      if (button.ariaDisabled !== 'true') void this.#show(this.#controls.act(actionOf()))
    })
  }

  async #show(coming: Promise<ServerState>): Promise<void> {
    try {
      const state = await coming
      this.#shown = state
      this.#state.textContent = names[state]
      nameButton(this.#power, state === 'stopped' ? 'Start' : 'Stop')
      nameButton(this.#freeze, state === 'frozen' ? 'Thaw' : 'Freeze')
      // A button that is disabled as usual would lose the focus.
      for (const button of [this.#drop, this.#freeze]) {
        button.ariaDisabled = String(state === 'stopped')
      }
      this.#alert.clear()
    } catch (error) {
      this.#alert.show(error instanceof Error ? error.message : String(error))
    }
  }
}

function nameButton(button: HTMLButtonElement, verb: string): void {
  button.textContent = verb
  button.ariaLabel = `${verb} server`
}
