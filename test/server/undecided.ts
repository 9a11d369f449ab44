import { deferred, serve, type Serving } from './serving.js'

type Decision = string | Response | false

/** A server whose `authorize` waits until the test decides. */
export async function serveUndecided(options: { readonly maxPayload?: number } = {}): Promise<
  Serving<string> & {
    readonly signals: AbortSignal[]
    readonly decide: (context: Decision | Promise<Decision>) => void
    readonly opened: string[]
  }
> {
  const { promise, resolve } = deferred<Decision>()
  const signals: AbortSignal[] = []
  const opened: string[] = []
  const serving = await serve<string>({
    ...options,
    authorize: (_, signal) => {
      signals.push(signal)
      return promise
    },
  })
  serving.server.connections.subscribe((channel) => {
    opened.push(channel.context)
    channel.stream.subscribe({ error: () => undefined })
  })
  return { ...serving, signals, opened, decide: resolve }
}
