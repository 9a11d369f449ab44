import { describe, expect, it } from 'vitest'
import { effectRules } from './effect-rules.js'
import { fileRules } from './file-rules.js'
import { importRules } from './import-rules.js'
import { messageRules } from './message-rules.js'
import { reactRules } from './react-rules.js'
import { parseSourceModule, readSourceModules } from './source-module.js'

const modules = readSourceModules()

const rules = [...importRules, ...reactRules, ...fileRules, ...effectRules, ...messageRules]

describe.each(rules)('$name', (rule) => {
  it('holds in src', () => {
    expect(rule.violations(modules)).toEqual([])
  })

  it('would be seen if it were broken', () => {
    const broken = Object.entries(rule.broken).map(([path, text]) => parseSourceModule(path, text))
    const found = rule.violations(broken).join('\n')
    for (const { path } of broken) expect(found).toContain(path)
  })
})

it('src has been found', () => {
  expect(modules.map(({ path }) => path)).toContain('index.ts')
})
