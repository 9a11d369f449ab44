import { EMPTY, NEVER, Subject, of, throwError, type Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import {
  StreamBuilder,
  type AsyncSnapshot,
  type StreamBuilderOptions,
} from '../../examples/demo/stream-builder.js'

class Shown {
  readonly snapshots: AsyncSnapshot<string>[] = []
  children: (Node | string)[] = ['what was there before']
  readonly builder: StreamBuilder<string>

  constructor(
    stream: Observable<string> | undefined,
    options: Partial<StreamBuilderOptions<string>> = {},
  ) {
    this.builder = new StreamBuilder<string>({
      stream,
      element: { replaceChildren: (...children) => (this.children = children) },
      builder: (snapshot) => {
        this.snapshots.push(snapshot)
        return snapshot.data ?? snapshot.connectionState
      },
      ...options,
    })
  }
}

const nothing = { data: undefined, hasData: false, error: undefined, hasError: false }

describe('StreamBuilder', () => {
  it('builds once without a stream', () => {
    const { snapshots, children } = new Shown(undefined)
    expect(snapshots).toEqual([{ ...nothing, connectionState: 'none' }])
    expect(children).toEqual(['none'])
  })

  it('waits for the first data', () => {
    const { snapshots, children } = new Shown(NEVER)
    expect(snapshots).toEqual([{ ...nothing, connectionState: 'waiting' }])
    expect(children).toEqual(['waiting'])
  })

  it.each([
    ['none', undefined],
    ['waiting', NEVER],
  ] as const)('shows the initial data while the state is %s', (connectionState, stream) => {
    const { snapshots } = new Shown(stream, { initialData: 'first' })
    expect(snapshots).toEqual([{ ...nothing, connectionState, data: 'first', hasData: true }])
  })

  it('replaces what it shows with each value, and keeps the last one at the end', () => {
    const stream = new Subject<string>()
    const shown = new Shown(stream)
    stream.next('one')
    expect(shown.children).toEqual(['one'])
    stream.next('two')
    expect(shown.children).toEqual(['two'])
    stream.complete()
    expect(shown.children).toEqual(['two'])
    expect(shown.snapshots.slice(1)).toEqual([
      { ...nothing, connectionState: 'active', data: 'one', hasData: true },
      { ...nothing, connectionState: 'active', data: 'two', hasData: true },
      { ...nothing, connectionState: 'done', data: 'two', hasData: true },
    ])
  })

  it('drops the data when the stream fails', () => {
    const stream = new Subject<string>()
    const shown = new Shown(stream)
    const error = new Error('gone')
    stream.next('one')
    stream.error(error)
    expect(shown.snapshots.at(-1)).toEqual({
      ...nothing,
      connectionState: 'done',
      error,
      hasError: true,
    })
  })

  it('counts an empty string as data, null as none, and undefined as an error', () => {
    expect(new Shown(of('')).snapshots.at(-1)).toMatchObject({ data: '', hasData: true })
    const nulls = of(null) as Observable<unknown> as Observable<string>
    expect(new Shown(nulls).snapshots.at(-1)).toMatchObject({ data: null, hasData: false })
    const failed = new Shown(throwError(() => undefined))
    expect(failed.snapshots.at(-1)).toMatchObject({ error: undefined, hasError: true })
  })

  it('shows a stream that ends at once', () => {
    expect(new Shown(EMPTY).snapshots.map((snapshot) => snapshot.connectionState)).toEqual([
      'waiting',
      'done',
    ])
  })

  it('leaves the stream and what it shows when disposed', () => {
    const stream = new Subject<string>()
    const shown = new Shown(stream)
    stream.next('one')
    shown.builder.dispose()
    shown.builder.dispose()
    stream.next('two')
    expect(stream.observed).toBe(false)
    expect(shown.children).toEqual(['one'])
  })
})
