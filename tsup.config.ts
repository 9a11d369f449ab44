import { defineConfig } from 'tsup'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/index.default.ts',
    'src/index.node.ts',
    'src/status.ts',
    'src/browser.ts',
    'src/node.ts',
    'src/react.ts',
    'src/rxjs.ts',
    'src/rxjs.node.ts',
    'src/server.ts',
    'src/testing.ts',
    'src/websocket-stream.ts',
  ],
  format: ['esm', 'cjs'],
  target: 'es2022',
  // Makes Rollup write CommonJS: what tsup splits by itself it also takes down to ES2019, several times slower for a frame.
  treeshake: true,
  // One class object for every entry, so that `instanceof` holds across them.
  splitting: true,
  clean: true,
  sourcemap: true,
  dts: {
    // Without `index.default` and `rxjs.node`, which have the types of `index` and `rxjs`.
    entry: [
      'src/index.ts',
      'src/index.node.ts',
      'src/status.ts',
      'src/browser.ts',
      'src/node.ts',
      'src/react.ts',
      'src/rxjs.ts',
      'src/server.ts',
      'src/testing.ts',
      'src/websocket-stream.ts',
    ],
    // The types name `Symbol.asyncDispose` and `ErrorOptions`, and bundling them drops the references of the single files.
    banner: ['es2022.error', 'esnext.disposable']
      .map((lib) => `/// <reference lib="${lib}" />`)
      .join('\n'),
    // tsup sets `baseUrl`, which TypeScript 6 calls deprecated.
    // `stripInternal` keeps the types of the core's classes out of the declarations.
    compilerOptions: { ignoreDeprecations: '6.0', stripInternal: true },
  },
})
