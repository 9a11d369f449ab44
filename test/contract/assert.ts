/** What a case throws when the library does not keep its word. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken'
}

/** Fails unless two values are the same through and through. */
export function equal(found: unknown, wanted: unknown, what = 'the value'): void {
  if (isSame(found, wanted)) return
  throw new ContractBroken(`Expected ${what} to be ${show(wanted)}, found ${show(found)}`)
}

/** Fails unless two values are one object. */
export function same(found: unknown, wanted: unknown, what = 'the value'): void {
  if (Object.is(found, wanted)) return
  throw new ContractBroken(`Expected ${what} to be the very ${show(wanted)}, found ${show(found)}`)
}

/** Fails unless the claim holds. */
// eslint-disable-next-line no-restricted-syntax -- what is claimed is the one thing to pass
export function claim(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new ContractBroken(`Expected that ${sentence}`)
}

/** Returns what a call throws, and fails if it returns. */
export function thrownBy(call: () => unknown, what = 'the call'): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new ContractBroken(`Expected ${what} to throw, it returned`)
}

/** Returns what a promise rejects with, and fails if it resolves or does not settle. */
export async function rejectionOf(
  promise: PromiseLike<unknown>,
  what = 'the promise',
): Promise<unknown> {
  const rejection = await within(
    promise.then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
    what,
  )
  if (rejection === undefined) throw new ContractBroken(`Expected ${what} to reject, it resolved`)
  return rejection.error
}

/** Returns what a promise resolves with, and fails if it does not settle in time. */
export async function within<Value>(
  promise: PromiseLike<Value>,
  what = 'the promise',
  milliseconds = 6_000,
): Promise<Value> {
  return await new Promise((resolve, reject) => {
    const late = new ContractBroken(`Expected ${what} to settle within ${milliseconds} ms`)
    const timer = setTimeout(() => reject(late), milliseconds)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/** Fails unless a promise resolves with `undefined`, in time. */
export async function resolvesEmpty(promise: PromiseLike<void>, what: string): Promise<void> {
  const value: unknown = await within<unknown>(promise, what)
  equal(value, undefined, `what ${what} resolves with`)
}

/** An error as a plain value: its class and the named fields. */
export function fieldsOf(error: unknown, ...names: readonly string[]): Record<string, unknown> {
  const fields = Object.fromEntries(names.map((name) => [name, Reflect.get(Object(error), name)]))
  return { name: Reflect.get(Object(error), 'name'), ...fields }
}

function isSame(found: unknown, wanted: unknown): boolean {
  if (Object.is(found, wanted)) return true
  if (typeof found !== 'object' || typeof wanted !== 'object') return false
  if (found === null || wanted === null) return false
  if (Object.getPrototypeOf(found) !== Object.getPrototypeOf(wanted)) return false
  if (found instanceof Error) return false
  const keys = Object.keys(wanted)
  return (
    Object.keys(found).length === keys.length &&
    keys.every((key) => isSame(Reflect.get(found, key), Reflect.get(wanted, key)))
  )
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value))
  if (value instanceof Uint8Array) {
    return `${value.constructor.name}[${value.slice(0, 64).join(', ')}]`
  }
  if (value instanceof Error) return `${value.name}(${JSON.stringify(value.message)})`
  if (Array.isArray(value)) return `[${value.slice(0, 40).map(show).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${show(field)}`)
  return `{ ${fields.join(', ')} }`
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text
}
