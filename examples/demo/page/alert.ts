import { find } from '../../shared/find.js'

/** Shows a problem in an element with the role `alert`, and has a screen reader read it out each time. */
export class Alert {
  readonly #element: HTMLElement
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(id: string) {
    this.#element = find(id, HTMLElement)
  }

  show(problem: string): void {
    this.clear()
    // In a later task: a screen reader does not notice a text that is replaced by the same one.
    this.#timer = setTimeout(() => (this.#element.textContent = problem))
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#element.textContent = ''
  }
}
