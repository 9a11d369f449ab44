import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ConnectionPhase } from '../core/errors.js'
import { abortError, connectionFailed } from '../core/lifecycle/end-errors.js'
import { startTimer, type Timer } from '../core/lifecycle/timer.js'
import { isPromiseLike } from '../core/promise-like.js'
import { EarlyBytes } from './early-bytes.js'
import { check, CLOSING, type ServerLoad } from './handshake-checks.js'
import type { Authorization } from './options.js'
import { type Answer, answerOf, encodeAnswer, type Refusal } from './refusal.js'
import { RefusedSocket } from './refused-socket.js'
import { pathnameOf } from './request.js'
import { ResponseAnswer } from './response-answer.js'
import type { ServeSettings } from './settings.js'

/** What a handshake needs of the server. */
export interface HandshakeServer<Context> extends ServerLoad {
  readonly settings: ServeSettings<Context>
  /** The handshakes about which nothing is decided yet. */
  readonly pending: Set<Handshake<Context>>
  /** Called before the answer of a refusal is written to a connection. */
  refusalBegan(refused: RefusedSocket): void
  /** Called when such a connection is closed. */
  refusalEnded(refused: RefusedSocket): void
  /** Upgrades the connection. Returns whether that succeeded: the client may have gone. */
  accept(upgrade: Upgrade, context: Context): boolean
  /** Reports that a handshake did not become a connection. */
  report(error: unknown, request: IncomingMessage): void
  /** Reports what an option threw. */
  reportThrown(error: unknown, request: IncomingMessage): void
}

/** A request to upgrade, as Node's `http` passes it on. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What the client sent behind the request. */
  readonly head: Buffer
}

/** One handshake, until it is decided: accepted, refused, or gone. */
export class Handshake<Context> {
  readonly #server: HandshakeServer<Context>
  readonly #upgrade: Upgrade
  #isDecided = false
  #controller: AbortController | undefined
  #early: EarlyBytes | undefined
  #response: ResponseAnswer | undefined
  #timer: Timer | undefined

  constructor(server: HandshakeServer<Context>, upgrade: Upgrade) {
    this.#server = server
    this.#upgrade = upgrade
    // Without a listener an `error` event ends the process. It stays for as long as the socket, unless `ws` adds its own.
    upgrade.socket.on('error', ignore)
  }

  /** Decides, or asks `authorize` to. */
  begin(): void {
    const { request } = this.#upgrade
    let refusal: Refusal | undefined
    try {
      refusal = check(request, this.#server.settings, this.#server)
    } catch (error) {
      this.fail(error)
      return
    }
    if (refusal) this.#refuse(refusal)
    else this.#authorize()
  }

  /** Answers that an option has thrown. */
  fail(error: unknown): void {
    if (this.#isDecided) return
    this.#settle()
    this.#server.reportThrown(error, this.#upgrade.request)
    this.#send(answerOf(BROKEN))
  }

  /** Refuses at once, while `authorize` runs, because the server closes. */
  close(): void {
    if (this.#isDecided) return
    this.#interrupt(abortError())
    this.#refuse(CLOSING)
  }

  #authorize(): void {
    const { authorize, authorizeTimeout } = this.#server.settings
    if (!authorize) {
      this.#accept(undefined as Context)
      return
    }
    this.#server.pending.add(this)
    this.#controller = new AbortController()
    try {
      const decision = authorize(this.#upgrade.request, this.#controller.signal)
      if (isPromiseLike(decision)) this.#await(decision)
      else this.#decide(decision)
      // It may have closed the server.
      if (this.#isDecided || this.#response) return
      this.#timer = startTimer(authorizeTimeout, this.#expire)
      this.#watch()
    } catch (error) {
      this.fail(error)
    }
  }

  #await(decision: PromiseLike<Authorization<Context>>): void {
    Promise.resolve(decision).then(
      (result) => {
        this.#decide(result)
      },
      (error: unknown) => {
        this.fail(error)
      },
    )
  }

  /** Reads on, because the end of a connection comes behind its bytes. */
  #watch(): void {
    const { socket, head } = this.#upgrade
    const limit = this.#server.settings.maxPayload || Infinity
    this.#early ??= new EarlyBytes(socket, head, { limit, gone: this.#leave })
  }

  #decide(result: Authorization<Context>): void {
    const isResponse = result instanceof Response
    if (this.#isDecided) {
      if (isResponse) new ResponseAnswer(result).cancel()
      return
    }
    // From here on the signal is not aborted.
    this.#controller = undefined
    if (result === false) this.#refuse({ status: 403, detail: 'authorize refused the client' })
    else if (isResponse) this.#respond(result)
    else this.#accept(result)
  }

  #accept(context: Context): void {
    const { request, socket } = this.#upgrade
    const head = this.#settle() ?? this.#upgrade.head
    try {
      const isAccepted = this.#server.accept({ request, socket, head }, context)
      if (!isAccepted) this.#reportFailure(GONE, 'network')
      // Two listeners take more memory than one.
      else if (socket.listenerCount('error') > 1) socket.off('error', ignore)
    } catch (error) {
      // Somebody else has upgraded the connection.
      socket.destroy()
      this.#server.report(error, request)
    }
  }

  /** Refuses with the user's `Response`, once its body has been read. */
  #respond(response: Response): void {
    const { status } = response
    this.#response = new ResponseAnswer(response)
    this.#watch()
    this.#timer ??= startTimer(this.#server.settings.authorizeTimeout, this.#expire)
    this.#response.read().then(
      (answer) => {
        this.#answerUnlessDecided(answer, { status, detail: `authorize answered ${status}` })
      },
      (cause: unknown) => {
        this.#answerUnlessDecided(answerOf(BROKEN), { ...UNSENDABLE, cause })
      },
    )
  }

  #answerUnlessDecided(answer: Answer, failure: Failure): void {
    if (!this.#isDecided) this.#answer(answer, failure)
  }

  readonly #expire = (): void => {
    const detail = `authorize took longer than ${this.#server.settings.authorizeTimeout} ms`
    this.#interrupt(new DOMException(detail, 'TimeoutError'))
    this.#refuse({ status: 503, detail }, 'timeout')
  }

  /** The client has gone. */
  readonly #leave = (): void => {
    if (this.#isDecided) return
    this.#interrupt(abortError())
    this.#upgrade.socket.destroy()
    this.#reportFailure(GONE, 'network')
  }

  /** Ends the wait for a decision before `authorize` has decided. */
  #interrupt(reason: unknown): void {
    const [controller, response] = [this.#controller, this.#response]
    this.#settle()
    response?.cancel()
    controller?.abort(reason)
  }

  #refuse(refusal: Refusal, phase?: ConnectionPhase): void {
    this.#answer(answerOf(refusal), refusal, phase)
  }

  #answer(answer: Answer, failure: Failure, phase?: ConnectionPhase): void {
    this.#settle()
    this.#reportFailure(failure, phase)
    this.#send(answer)
  }

  /**
   * Ends the wait for a decision, before any code of the user runs: a listener of the signal or `onError` may close the server.
   * Returns what the client has sent meanwhile.
   */
  #settle(): Buffer | undefined {
    this.#isDecided = true
    clearTimeout(this.#timer)
    this.#server.pending.delete(this)
    const early = this.#early?.stop()
    this.#early = this.#response = this.#controller = undefined
    return early
  }

  #send(answer: Answer): void {
    const { socket, request } = this.#upgrade
    const { closeTimeout } = this.#server.settings
    const refused = new RefusedSocket(socket, closeTimeout, () => {
      this.#server.refusalEnded(refused)
    })
    this.#server.refusalBegan(refused)
    refused.send(encodeAnswer(answer, request.method))
  }

  #reportFailure({ status, detail, cause }: Failure, phase: ConnectionPhase = 'handshake'): void {
    const { request } = this.#upgrade
    const failure = { url: pathnameOf(request), phase, status, cause }
    this.#server.report(connectionFailed(failure, detail), request)
  }
}

interface Failure {
  readonly status?: number
  readonly detail: string
  readonly cause?: unknown
}

const BROKEN: Refusal = { status: 500, detail: 'an option of the server threw' }
const UNSENDABLE: Failure = { status: 500, detail: 'the Response of authorize cannot be sent' }
const GONE: Failure = { detail: 'the client went during the handshake' }

function ignore(): void {
  // The socket closes after an error, and that is what counts.
}
