import { afterEach, expect, test, vi } from 'vitest'
import { chromiumPath } from './chromium-path.js'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('the executable that CHROME_PATH names is taken before any on the PATH', () => {
  vi.stubEnv('CHROME_PATH', process.execPath)
  expect(chromiumPath()).toBe(process.execPath)
})

test('without one the tests in Chromium are loudly left out', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubEnv('CHROME_PATH', '')
  vi.stubEnv('PATH', '')
  vi.stubEnv('CI', '')
  expect(chromiumPath()).toBeUndefined()
  expect(warn.mock.calls.join()).toContain('Cannot run the tests in Chromium')
})

test('without one a run that nobody reads along fails', () => {
  vi.stubEnv('CHROME_PATH', '')
  vi.stubEnv('PATH', '')
  vi.stubEnv('CI', 'true')
  expect(() => chromiumPath()).toThrow('Cannot run the tests in Chromium')
})
