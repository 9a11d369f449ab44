interface NodeProcess {
  on(
    event: 'unhandledRejection' | 'uncaughtExceptionMonitor',
    listener: (error: unknown) => void,
  ): void
  off(
    event: 'unhandledRejection' | 'uncaughtExceptionMonitor',
    listener: (error: unknown) => void,
  ): void
}

interface Page {
  addEventListener(type: 'unhandledrejection' | 'error', listener: (event: unknown) => void): void
  removeEventListener(
    type: 'unhandledrejection' | 'error',
    listener: (event: unknown) => void,
  ): void
}

/** Gathers errors that nobody handles, until it is stopped. */
export function watchUnhandled(): { stop(): Promise<string[]> } {
  const found: string[] = []
  const note = (error: unknown) => {
    found.push(String(error))
  }
  const forget = watch(note)
  return {
    async stop() {
      await turn()
      await turn()
      forget()
      return found
    },
  }
}

/** Lets everything that is due now happen: a macrotask, in which a runtime reports what nobody handled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

function watch(note: (error: unknown) => void): () => void {
  const { process } = globalThis as { readonly process?: Partial<NodeProcess> }
  return typeof process?.on === 'function'
    ? watchProcess(process as NodeProcess, note)
    : watchPage(note)
}

function watchProcess(process: NodeProcess, note: (error: unknown) => void): () => void {
  process.on('unhandledRejection', note)
  process.on('uncaughtExceptionMonitor', note)
  return () => {
    process.off('unhandledRejection', note)
    process.off('uncaughtExceptionMonitor', note)
  }
}

function watchPage(note: (error: unknown) => void): () => void {
  const page = globalThis as unknown as Page
  const take = (event: unknown) => {
    const { reason, error } = event as { readonly reason?: unknown; readonly error?: unknown }
    note(reason ?? error)
  }
  page.addEventListener('unhandledrejection', take)
  page.addEventListener('error', take)
  return () => {
    page.removeEventListener('unhandledrejection', take)
    page.removeEventListener('error', take)
  }
}
