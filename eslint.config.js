import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const shortNames = ['evt', 'cb', 'opts', 'ctx', 'msg', 'err']

const shape = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Name what is exported: only configuration files have a default export.',
  },
  {
    selector:
      ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
    message: 'Private state is written with `#`.',
  },
  {
    // Arrow functions may: as handlers they take what a platform gives them.
    selector:
      ':matches(FunctionDeclaration, FunctionExpression) > Identifier.params > TSTypeAnnotation > TSBooleanKeyword',
    message: 'No boolean parameters: two functions, or an option with a name.',
  },
  {
    selector: 'IfStatement[alternate=null] > BlockStatement[body.length=0]',
    message: 'An empty branch does nothing: turn the condition around.',
  },
]

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'reports', 'site/**']),
  // They import packages of their groups, which are not always installed.
  globalIgnores([
    'examples/protocols/mqtt.ts',
    'examples/chat/nats',
    'examples/chat/server-process.ts',
    'examples/frameworks',
    'test/react/types',
    'test/rxjs/consumers/rxjs9.ts',
    'test/types/consumers/schemas.ts',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', { max: 12, variant: 'modified' }],
      curly: ['error', 'multi-line'],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'id-denylist': ['error', ...shortNames],
      'max-depth': ['error', 3],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 50],
      'max-params': ['error', 3],
      'no-else-return': ['error', { allowElseIf: false }],
      'no-restricted-syntax': ['error', ...shape],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['interface', 'typeAlias', 'typeParameter'],
          format: ['PascalCase'],
          custom: { regex: '^[IT][A-Z]', match: false },
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A listener or an `await` may change a field between two looks at it; the rule believes that it stays.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A constructor that only calls `super` may narrow what it takes, or who may call it.
      '@typescript-eslint/no-useless-constructor': 'off',
      // What `abort` or a source was given is passed on as it is, whatever it is.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: false },
      ],
      // Code 0 and the empty reason mean that there is none.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { number: true, string: true } },
      ],
      // Numbers read well in a message; the other types do not.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {
          allowNumber: true,
          allowAny: false,
          allowBoolean: false,
          allowNever: false,
          allowNullish: false,
          allowRegExp: false,
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // A `describe` block is a chapter, not a function; each `it` inside is still short.
    files: ['test/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['*.config.{js,ts}', '**/vitest.config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...shape.slice(1)] },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    // Programs and environments of users.
    files: ['test/consumers/**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        Blob: 'readonly',
        Buffer: 'readonly',
        Event: 'readonly',
        EventTarget: 'readonly',
        MessageEvent: 'readonly',
      },
    },
  },
)
