// The pages of Markdown that the site shows, in the order of its navigation.

/** @type {Readonly<Record<string, readonly string[]>>} */
export const groups = {
  Guides: [
    'docs/reconnecting.md',
    'docs/messages.md',
    'docs/frameworks.md',
    'docs/servers.md',
    'docs/scaling.md',
    'docs/testing.md',
    'docs/node.md',
    'docs/bundlers.md',
    'docs/from-rxjs.md',
    'docs/from-dart.md',
    'examples/README.md',
    'examples/frameworks/README.md',
  ],
  Background: [
    'docs/guarantees.md',
    'docs/platforms.md',
    'docs/performance.md',
    'docs/reliability.md',
    'docs/architecture.md',
    'docs/decisions.md',
  ],
  Project: ['CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md', 'RELEASING.md'],
}

/** The group of the entries. */
export const REFERENCE = 'API reference'
