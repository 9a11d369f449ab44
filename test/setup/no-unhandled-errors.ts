import { config } from 'rxjs'
import { afterEach, expect } from 'vitest'

// Vitest itself fails a run on an unhandled rejection or an uncaught exception. What RxJS is configured to do with errors is
// global: a test that forgets to take it back would hide the errors of all that follow.
afterEach(() => {
  expect(config.onUnhandledError).toBeNull()
})
