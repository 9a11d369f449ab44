import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** A certificate authority for the tests, in a separate folder. */
export interface Authority {
  /** Its certificate, as option `ca` takes it. */
  readonly certificate: string
  /** Issues a certificate, and resolves with the path of a file that holds it and its key. */
  issue(name: string, claims: { readonly host: string; readonly days: number }): Promise<string>
  remove(): Promise<void>
}

/** Makes a certificate authority that no system knows. */
export async function makeAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'authority-'))
  const path = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const subject = ['-subj', '/CN=Private authority']
  await openssl('req', '-x509', ...newKey, ...subject, '-keyout', 'ca.key', '-out', 'ca.crt')
  return {
    certificate: await readFile(path('ca.crt'), 'utf8'),
    async issue(name, { host, days }) {
      const [request, key, file] = [`${name}.csr`, `${name}.key`, `${name}.pem`]
      await writeFile(path(`${name}.ext`), `subjectAltName=${host}\n`)
      await openssl('req', ...newKey, '-subj', '/CN=peer', '-keyout', key, '-out', request)
      const validity = ['-days', String(days), '-extfile', `${name}.ext`]
      const issuer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial']
      await openssl('x509', '-req', '-in', request, ...issuer, ...validity, '-out', file)
      const both = [await readFile(path(file), 'utf8'), await readFile(path(key), 'utf8')]
      await writeFile(path(file), both.join(''))
      return path(file)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
