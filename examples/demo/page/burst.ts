import { interval, mergeMap, range, Subscription, take } from 'rxjs'
import { find } from '../../shared/find.js'

const MESSAGES = 1_000
const TICKS = 100
// Milliseconds.
const PERIOD = 30

/** The button that sends a thousand messages in three seconds. */
export class Burst {
  readonly #button = find('burst', HTMLButtonElement)
  readonly #send: (text: string) => boolean
  #sending = Subscription.EMPTY

  constructor(send: (text: string) => boolean) {
    this.#send = send
    this.#button.addEventListener('click', () => this.#start())
  }

  stop(): void {
    this.#sending.unsubscribe()
    this.#show('false')
  }

  #start(): void {
    if (this.#button.ariaDisabled === 'true') return
    this.#show('true')
    this.#sending = numbers().subscribe({
      next: (number) => {
        if (!this.#send(`Message ${number} of ${MESSAGES}`)) this.stop()
      },
      complete: () => this.#show('false'),
    })
  }

  // A button that is disabled as usual would lose the focus.
  #show(isDisabled: 'true' | 'false'): void {
    this.#button.ariaDisabled = isDisabled
  }
}

function numbers() {
  const each = MESSAGES / TICKS
  return interval(PERIOD).pipe(
    take(TICKS),
    mergeMap((tick) => range(tick * each + 1, each)),
  )
}
