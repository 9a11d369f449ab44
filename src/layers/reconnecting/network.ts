import { attempt } from '../../core/attempt.js'

/** The members of a WHATWG `EventTarget` that the library uses. */
export interface EventTargetLike {
  /**
   * Adds a listener.
   *
   * @param type The name of the event.
   * @param listener Called with each event.
   */
  addEventListener(type: string, listener: (event?: unknown) => void): void
  /**
   * Removes a listener.
   *
   * @param type The name of the event.
   * @param listener The listener that was added.
   */
  removeEventListener(type: string, listener: (event?: unknown) => void): void
}

/** What is called when the network, or the page, comes and goes. */
export interface NetworkHandlers {
  online(): void
  offline(): void
  /** The page is visible, shown or running again: it is worth trying at once. */
  woken(): void
}

interface Page extends EventTargetLike {
  readonly document?: EventTargetLike & Visible
  readonly navigator?: { readonly onLine?: boolean }
}

interface Visible {
  readonly visibilityState?: string
}

/** A source of events, and the names of those it has. */
interface EventSource {
  readonly target: EventTargetLike
  readonly types: readonly EventType[]
}

type EventType = 'online' | 'offline' | 'visibilitychange' | 'pageshow' | 'resume'

/**
 * Listens for events of the network and of the page (HTML: "online", "offline", "visibilitychange", "pageshow"; Page Lifecycle:
 * "resume").
 *
 * @param network The target of all these events; by default the page and its document, if there is one.
 * @returns A function that stops listening. It never throws.
 */
export function watchNetwork(
  network: EventTargetLike | false | undefined,
  handlers: NetworkHandlers,
): () => void {
  const sources = network === false ? [] : sourcesOf(network)
  if (sources.length === 0) return listenToNothing
  const listeners = listenersOf(network, handlers)
  for (const { target, types } of sources) {
    for (const type of types) target.addEventListener(type, listeners[type])
  }
  return () => {
    for (const { target, types } of sources) {
      for (const type of types) attempt(() => target.removeEventListener(type, listeners[type]))
    }
  }
}

function listenToNothing(): void {
  // Node has no events of this kind.
}

/** Whether the page is offline at this moment. An injected target is online until its event says otherwise. */
export function isOffline(network: EventTargetLike | false | undefined): boolean {
  return network === undefined && page().navigator?.onLine === false
}

function sourcesOf(network: EventTargetLike | undefined): readonly EventSource[] {
  if (network) {
    return [
      { target: network, types: ['online', 'offline', 'visibilitychange', 'pageshow', 'resume'] },
    ]
  }
  // Node has no events of this kind; a worker has no document.
  const { addEventListener, document } = page()
  if (typeof addEventListener !== 'function') return []
  const ofWindow: EventSource = { target: page() as Page, types: ['online', 'offline', 'pageshow'] }
  if (typeof document?.addEventListener !== 'function') return [ofWindow]
  return [ofWindow, { target: document, types: ['visibilitychange', 'resume'] }]
}

function listenersOf(
  network: EventTargetLike | false | undefined,
  handlers: NetworkHandlers,
): Readonly<Record<EventType, () => void>> {
  const woken = (): void => {
    handlers.woken()
  }
  return {
    online() {
      handlers.online()
    },
    offline() {
      handlers.offline()
    },
    visibilitychange() {
      const { visibilityState } = (network === false ? {} : (network ?? {})) as Visible
      if ((visibilityState ?? page().document?.visibilityState) !== 'hidden') handlers.woken()
    },
    pageshow: woken,
    resume: woken,
  }
}

function page(): Partial<Page> {
  return globalThis
}
