import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly uses?: string
  readonly needs?: string | readonly string[]
  readonly container?: string | { readonly image: string; readonly options?: string }
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
  readonly steps?: readonly Step[]
}

interface IssueForm {
  readonly name: string
  readonly description: string
  readonly body: readonly {
    readonly type: string
    readonly id?: string
    readonly attributes: Readonly<Record<string, unknown>>
  }[]
}

interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': unknown }
  readonly jobs: Readonly<Record<string, Job>>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const oldest = Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1])
const names = readdirSync(`${root}.github/workflows`)
const workflows = names.map((name) => ({ name, workflow: readWorkflow(name) }))
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ place: `${name}: ${id}`, job })),
)
const steps = jobs.flatMap(({ place, job }) => (job.steps ?? []).map((step) => ({ place, step })))

function readYaml(path: string): unknown {
  return parse(readFileSync(`${root}.github/${path}`, 'utf8'))
}

function readWorkflow(name: string): Workflow {
  return readYaml(`workflows/${name}`) as Workflow
}

/** The major versions of Node that a job runs on. */
function nodesOf({ container = '', steps: own = [], strategy }: Job): readonly number[] {
  const image = typeof container === 'string' ? container : container.image
  const fromContainer = /^node:(\d+)-/.exec(image)?.[1]
  const fromSteps = own.map((step) => step.with?.['node-version'])
  const all = [fromContainer, ...fromSteps, ...(strategy?.matrix['node'] ?? [])]
  return all.map(Number).filter((version) => version > 0)
}

/** The files and npm scripts that a command names and that are not there. */
function missingIn(command: string): readonly string[] {
  const scripts = Object.keys(manifest.scripts)
  const wanted = Array.from(command.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name)
  const files = Array.from(
    command.matchAll(/(?:^|\s)((?:\.ci|scripts|test|src)\/[\w./-]+)/g),
    ([, path = '']) => path,
  )
  return [
    ...wanted.filter((name) => !scripts.includes(name)),
    ...files.filter((path) => !existsSync(root + path)),
  ]
}

describe('the workflows', () => {
  it('are those that are tested here', () => {
    expect([...names].sort()).toEqual(['ci.yml', 'nightly.yml', 'release.yml', 'site.yml'])
  })

  it.each(workflows)('$name may read the repository, and no more', ({ workflow }) => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(workflow.concurrency).toBeDefined()
  })

  it.each(jobs)('$place ends after a time', ({ job }) => {
    // A job of another workflow has the limits there.
    if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0)
    else expect(existsSync(root + job.uses)).toBe(true)
  })

  it('call only scripts and files that are there', () => {
    const commands = steps.map(({ step }) => step.run ?? '')
    expect(commands.filter((command) => command !== '').length).toBeGreaterThan(10)
    expect(commands.flatMap(missingIn)).toEqual([])
    expect(missingIn('npm run no-such && bash .ci/walk && node scripts/soak.mjs')).toEqual([
      'no-such',
      '.ci/walk',
    ])
  })

  it('name their actions by version or by commit', () => {
    const actions = steps.flatMap(({ step }) => step.uses ?? [])
    expect(actions.length).toBeGreaterThan(5)
    expect(actions.filter((name) => !/^[\w-]+\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/.test(name))).toEqual(
      [],
    )
  })

  it('keep no credentials in the checkout', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.length).toBeGreaterThan(4)
    expect(checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it('run the tests on the oldest Node that the package supports, and on none that is older', () => {
    const versions = jobs.flatMap(({ job }) => nodesOf(job))
    expect(Math.min(...versions)).toBe(oldest)
    const { everything } = readWorkflow('ci.yml').jobs
    expect(everything && nodesOf(everything)).toEqual([oldest])
  })

  it('sign, and publish the site, in no job but those that have to', () => {
    const more = jobs.flatMap(({ place, job: { permissions = {} } }) => {
      const { contents, ...others } = permissions
      return contents === 'write' || Object.keys(others).length > 0 ? [[place, permissions]] : []
    })
    const site = { pages: 'write', 'id-token': 'write' }
    expect(Object.fromEntries(more)).toEqual({
      'release.yml: publish': { contents: 'read', 'id-token': 'write' },
      'release.yml: site': { contents: 'read', ...site },
      'site.yml: deploy': site,
    })
  })

  it('cancel no run of CI on the main branch', () => {
    expect(readWorkflow('ci.yml').concurrency).toEqual({
      group: 'ci-${{ github.ref }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    })
  })
})

describe('the release', () => {
  const { on, jobs: own, concurrency } = readWorkflow('release.yml')
  const called = ['ci.yml', 'site.yml'].map(readWorkflow)

  function commandsOf(job: string): readonly string[] {
    return (own[job]?.steps ?? []).flatMap(({ run }) => run ?? [])
  }

  function actionsOf(job: string): readonly string[] {
    return (own[job]?.steps ?? []).flatMap(
      ({ uses = '' }) => /^actions\/([\w-]+)@/.exec(uses)?.[1] ?? [],
    )
  }

  it('begins with a tag: checks, tests, packs, publishes the package, then the site', () => {
    expect(on).toEqual({ push: { tags: ['v*.*.*'] } })
    const order = Object.entries(own).map(([id, { needs, uses }]) => ({ id, needs, uses }))
    expect(order).toEqual([
      { id: 'check', needs: undefined, uses: undefined },
      { id: 'tests', needs: 'check', uses: './.github/workflows/ci.yml' },
      { id: 'pack', needs: ['check', 'tests'], uses: undefined },
      { id: 'publish', needs: 'pack', uses: undefined },
      { id: 'site', needs: 'publish', uses: './.github/workflows/site.yml' },
    ])
    expect(commandsOf('check')).toEqual(['node scripts/check-release.mjs "$GITHUB_REF_NAME"'])
  })

  it('alone begins the workflows that it calls on a tag', () => {
    const [ci, site] = called.map((workflow) => workflow.on)
    expect(ci).toEqual({ push: { branches: ['main'] }, pull_request: null, workflow_call: null })
    expect(site).toEqual({ workflow_call: null, workflow_dispatch: null })
  })

  it('neither cancels nor blocks the workflows that it calls', () => {
    expect(concurrency).toEqual({ group: 'release', 'cancel-in-progress': false })
    expect(called.map(({ concurrency: { group } }) => group)).toEqual([
      'ci-${{ github.ref }}',
      'site',
    ])
  })

  it('builds in a job that may not sign', () => {
    expect(commandsOf('pack')).toEqual(['npm ci', 'npm run build', 'npm pack --ignore-scripts'])
    expect(own['pack']?.permissions).toBeUndefined()
  })

  it('publishes the tarball of that job, with provenance, and runs nothing else', () => {
    expect(actionsOf('publish')).toEqual(['download-artifact', 'setup-node'])
    expect(commandsOf('publish')).toEqual([
      'npm publish ./web-socket-channel-*.tgz --provenance --access public --ignore-scripts',
    ])
    const [upload, download] = ['pack', 'publish'].map((job) =>
      own[job]?.steps?.find(({ uses }) => (uses ?? '').includes('-artifact@')),
    )
    expect(upload?.with).toEqual({
      name: 'package',
      path: 'web-socket-channel-*.tgz',
      'if-no-files-found': 'error',
    })
    expect(download?.with).toEqual({ name: 'package' })
  })
})

describe('the templates of issues', () => {
  const forms = readdirSync(`${root}.github/ISSUE_TEMPLATE`).filter((name) => name !== 'config.yml')

  it.each(forms)('%s has what GitHub wants of a form', (name) => {
    const form = readYaml(`ISSUE_TEMPLATE/${name}`) as IssueForm
    expect([form.name, form.description].every((text) => text.length > 0)).toBe(true)
    const fields = form.body.filter(({ type }) => type !== 'markdown')
    expect(fields.length).toBeGreaterThan(2)
    expect(fields.filter(({ type }) => !['input', 'textarea'].includes(type))).toEqual([])
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
    expect(fields.filter(({ attributes }) => typeof attributes['label'] !== 'string')).toEqual([])
  })
})
