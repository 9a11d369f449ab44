import { Deadline } from './deadlines.js'

/** A request, and the promise of its answer. */
export class PendingRequest<In, Id> extends Deadline {
  readonly id: Id
  readonly answer: Promise<In>
  resolve: (answer: In) => void = ignore
  reject: (error: unknown) => void = ignore
  ignoreSignal: (() => void) | undefined
  /** The number of the connection that it is sent on, for channels that reconnect. */
  connection = 0

  constructor(id: Id, timeout: number) {
    super(timeout)
    this.id = id
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}

function ignore(): void {
  // The constructor replaces it.
}
