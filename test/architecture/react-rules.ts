import { eachImport, type Rule, waysTo } from './rule.js'

/** What the entry for React may import, and that no other entry imports React. */
export const reactRules: readonly Rule[] = [
  {
    name: 'what is for React imports only core, layers, itself, react and types of rxjs',
    violations: eachImport('react/', ({ target, specifier, typeOnly }) =>
      target === undefined
        ? specifier === 'react' || (typeOnly && specifier === 'rxjs')
        : /^(core|layers|react)\//.test(target),
    ),
    broken: {
      'react/a.ts': `import { createRoot } from 'react-dom/client'`,
      'react/b.ts': `import { WebSocketChannel } from '../channels/web-socket-channel.js'`,
      'react/c.ts': `import { map } from 'rxjs'`,
    },
  },
  {
    name: 'only what is for React names react, and nobody else imports it',
    violations: eachImport('', ({ specifier, target }, { path }) => {
      const isForReact = /^react(\/|\.ts$)/
      return (
        (!/^react(-dom)?(\/|$)/.test(specifier) && !target?.startsWith('react/')) ||
        isForReact.test(path)
      )
    }),
    broken: {
      'layers/a.ts': `import { useEffect } from 'react'`,
      'index.ts': `export { useChannel } from './react/use-channel.js'`,
      'rxjs.ts': `import type { ReactNode } from 'react/jsx-runtime'`,
    },
  },
  {
    name: 'the entry for React does without the classes of channels and the layers',
    violations: (modules) =>
      waysTo(
        (path) => /^(adapters|channels)\/|^layers\/(json|heartbeat|requests)/.test(path),
        'react.ts',
        modules,
      ),
    broken: { 'react.ts': `export { json } from './layers/json.js'` },
  },
]
