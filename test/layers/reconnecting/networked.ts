import { fail, type Options, pass, scripted } from './scripted-connections.js'

/** A channel whose network a test sends events to. */
export function networked(options: Options = {}) {
  const network = new EventTarget()
  const emit = (type: string) => network.dispatchEvent(new Event(type))
  return { made: scripted({ network, ...options }), emit }
}

/** One whose first attempt has failed; the next one comes in a minute. */
export async function waiting(options: Options = {}) {
  const { made, emit } = networked({ backoff: () => 60_000, ...options })
  await pass()
  await fail(made)
  return { made, emit }
}
