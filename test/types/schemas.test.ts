import { execFile } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, it } from 'vitest'
import { makeProject } from './project.js'

it('json validates and transforms with the schemas of Zod, Valibot and ArkType', async () => {
  const folder = await makeProject(inject('consumer'), ['zod', 'valibot', 'arktype'])
  const program = join(folder, 'schemas.mjs')
  await copyFile(join(import.meta.dirname, 'consumers/schemas.mjs'), program)
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  const values = {
    sent: '{"at":1}',
    refused: [['at']],
    received: { price: 1.5 },
    ended: [['price']],
  }
  expect(JSON.parse(stdout)).toEqual({ zod: values, valibot: values, arktype: values })
})
