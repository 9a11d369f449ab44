import type { Answer, Field } from './refusal.js'

// RFC 9110 section 7.6.1: fields about one connection. The length is that of the body that is written.
const HOP_BY_HOP = [
  ...['connection', 'content-length', 'keep-alive', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
]
// RFC 9110 section 8.6: a server must not send `Content-Length` with these.
const WITHOUT_BODY = [204, 304]

type Reader = ReadableStreamDefaultReader<unknown>

/** Reads the `Response` of a user once, as an answer to be written. */
export class ResponseAnswer {
  readonly #response: Response
  #reader: Reader | undefined

  constructor(response: Response) {
    this.#response = response
  }

  /**
   * Reads the body.
   *
   * Rejects if the response cannot be sent: its status is not one of 200 to 599, or its body was used before or breaks.
   */
  async read(): Promise<Answer> {
    const { status, statusText: reason, headers } = this.#response
    if (!(status >= 200 && status <= 599)) throw new RangeError(`Cannot send status ${status}`)
    if (this.#response.bodyUsed) throw new TypeError('Cannot send a body that was used before')
    const body = await this.#body()
    const fields = endToEnd(headers)
    return { status, reason, fields, body: WITHOUT_BODY.includes(status) ? undefined : body }
  }

  /** Stops reading the body: nobody waits for it any more. */
  cancel(): void {
    // A body that somebody else reads is left to them, and one that is broken has nothing to cancel.
    const cancelled = this.#reader?.cancel() ?? this.#response.body?.cancel()
    cancelled?.catch(() => undefined)
  }

  async #body(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    this.#reader = this.#response.body?.getReader()
    for (;;) {
      const { done = true, value } = (await this.#reader?.read()) ?? {}
      if (done) return Buffer.concat(chunks)
      if (!(value instanceof Uint8Array)) throw new TypeError('Cannot send a body without bytes')
      chunks.push(value)
    }
  }
}

function endToEnd(headers: Headers): Field[] {
  const named = (headers.get('connection') ?? '').toLowerCase().split(',')
  const dropped = [...HOP_BY_HOP, ...named.map((name) => name.trim())]
  // Each `Set-Cookie` is an entry.
  return [...headers].filter(([name]) => !dropped.includes(name))
}
