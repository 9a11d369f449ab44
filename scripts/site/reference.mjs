import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Application, Comment, CommentTag, Converter } from 'typedoc'
import { entriesOf } from './entries.mjs'
import { externalLink } from './external-links.mjs'
import { groups, REFERENCE } from './guides.mjs'
import { addPageExtras } from './page-extras.mjs'

// Parts of types that describe a global class; no user sees them.
const intentionallyNotDocumented = [
  'web-socket-channel.AttemptSignal.__type.AbortSignal',
  'web-socket-channel.AttemptSignal.__type.AbortSignal.__type.prototype',
  'web-socket-channel.PlatformWebSocketClass.__type.WebSocket',
  'web-socket-channel.PlatformWebSocketClass.__type.WebSocket.__type',
  'web-socket-channel/rxjs.WebSocketSubjectConfig.WebSocketCtor.__type',
]

/**
 * Reads the doc comments of every entry, and the pages. TypeDoc logs a warning if a description is missing, a link leads nowhere,
 * or an exported type names one that is not exported. `build.mjs` fails after a warning.
 *
 * @throws {Error} If the sources do not compile, or the README does not describe an entry.
 */
export async function readProject({ root, manifest, folder, documents }) {
  const entries = entriesOf(manifest, root)
  const app = await Application.bootstrap({
    ...options,
    name: manifest.name,
    tsconfig: `${root}tsconfig.src.json`,
    entryPoints: entries.map(({ source }) => source),
    readme: `${folder}/README.md`,
    projectDocuments: documents,
    favicon: `${root}scripts/site/favicon.svg`,
    customCss: `${root}scripts/site/site.css`,
  })
  addPageExtras(app.renderer)
  app.converter.addUnknownSymbolResolver(externalLink)
  const readme = readFileSync(`${root}README.md`, 'utf8')
  // Before TypeDoc sorts the modules into groups.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    nameModules(context.project, entries, readme)
  })
  const project = await app.convert()
  if (!project) throw new Error('Cannot read the doc comments: see above')
  app.validate(project)
  return { app, project }
}

/** TypeDoc leaves out code where it takes a heading's text, for its anchor and for the contents of the page. */
function keepCodeInHeadings(parser) {
  parser.core.ruler.push('code_in_headings', ({ tokens }) => {
    const headings = tokens.filter((_, index) => tokens[index - 1]?.type === 'heading_open')
    for (const part of headings.flatMap(({ children }) => children)) {
      if (part.type === 'code_inline') part.children = [{ type: 'text', content: part.content }]
    }
  })
}

const options = {
  includeVersion: true,
  sortEntryPoints: false,
  groupOrder: [...Object.keys(groups), REFERENCE, '*'],
  useFirstParagraphOfCommentAsSummary: true,
  navigation: { includeGroups: true },
  navigationLinks: { Demo: 'site:documents/Demo.html' },
  headings: { readme: false, document: false },
  highlightLanguages: [
    ...['bash', 'console', 'css', 'dart', 'html', 'ini', 'javascript', 'json', 'jsonc', 'mermaid'],
    ...['nginx', 'shellscript', 'svelte', 'tsx', 'typescript', 'vue', 'yaml'],
  ],
  lightHighlightTheme: 'github-light-high-contrast',
  darkHighlightTheme: 'github-dark-high-contrast',
  markdownItLoader: keepCodeInHeadings,
  markdownItOptions: { html: true, linkify: false },
  excludeInternal: true,
  excludeProtected: true,
  // The sources are in the repository, whose address may not be known.
  disableSources: true,
  searchInComments: true,
  searchInDocuments: true,
  searchGroupBoosts: { Guides: 4, Background: 2 },
  validation: {
    invalidLink: true,
    notDocumented: true,
    notExported: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
  treatWarningsAsErrors: true,
  intentionallyNotDocumented,
  requiredToBeDocumented: [
    ...[
      'Accessor',
      'Class',
      'Constructor',
      'Enum',
      'EnumMember',
      'Function',
      'Interface',
      'Method',
    ],
    ...['Property', 'TypeAlias', 'Variable'],
  ],
}

/** Gives the modules the names that users import, and the descriptions of the README's table of entries. */
function nameModules(project, entries, readme) {
  for (const { title, source } of entries) {
    const name = basename(source).replace(/\.tsx?$/, '')
    const module = project.children.find((child) => child.name === name)
    module.name = title
    module.comment = new Comment(
      [{ kind: 'text', text: describe(title, readme) }],
      [new CommentTag('@group', [{ kind: 'text', text: REFERENCE }])],
    )
  }
}

function describe(title, readme) {
  const [entry, platform] = title.split(' (')
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${entry}\` `))
  if (!row) throw new Error(`Add ${entry} to the table of entries in README.md`)
  const [, , what, where] = row
    .split('|')
    .map((cell) => cell.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim())
  return platform
    ? `As \`${entry}\`, with the options that Node has.`
    : `${what}. Runs on: ${where}.`
}
