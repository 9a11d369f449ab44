/** What fails a run apart from its tests; the root's configuration and the fixture that proves it share it. */
export const failures = { dangerouslyIgnoreUnhandledErrors: false } as const
