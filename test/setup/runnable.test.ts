import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runnable } from './runnable.js'

const needs = { 'firefox.test.ts': ['firefox-esr'], 'nothing.test.ts': [] }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bash-only-'))
  symlinkSync('/bin/bash', join(folder, 'bash'))
  vi.stubEnv('PATH', folder)
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('a file without its program is loudly left out', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubEnv('CI', '')
  expect(runnable('browsers', needs)).toEqual(['nothing.test.ts'])
  expect(warn.mock.calls.join()).toContain('Cannot run firefox.test.ts: there is no firefox-esr')
})

test('without it a run that nobody reads along fails', () => {
  vi.stubEnv('CI', 'true')
  expect(() => runnable('browsers', needs)).toThrow('Cannot run firefox.test.ts')
})
