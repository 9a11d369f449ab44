// The globals that React Native adds to Hermes, as far as a WebSocket library meets them, with the peculiarities of their
// sources (Libraries/WebSocket/WebSocket.js, Libraries/Blob/URL.js, Blob.js and FileReader.js). Not there: TextEncoder, structuredClone,
// DOMException, Event, EventTarget, AbortSignal.reason, Blob.arrayBuffer.
/* global native */
{
  const isNever = () => {
    throw new Error('not implemented')
  }

  class Emitter {
    #listeners = new Map()

    addEventListener(type, listener) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
    }

    removeEventListener(type, listener) {
      const others = (this.#listeners.get(type) ?? []).filter((other) => other !== listener)
      this.#listeners.set(type, others)
    }

    dispatchEvent(event) {
      for (const listener of this.#listeners.get(event.type) ?? []) listener.call(this, event)
    }
  }

  globalThis.window = globalThis.self = globalThis.global = globalThis

  globalThis.Blob = class Blob {
    _data

    constructor(parts = []) {
      this._data = native.createBlob(parts)
    }

    get data() {
      if (!this._data) throw new Error('Blob has been closed and is no longer available')
      return this._data
    }

    get size() {
      return this.data.size
    }

    get type() {
      return this.data.type || ''
    }

    slice() {
      throw new Error('Nothing here slices a blob')
    }
  }

  globalThis.FileReader = class FileReader extends Emitter {
    result = null
    error = null

    readAsArrayBuffer(blob) {
      void native.readBlob(blob.data.blobId).then((base64) => {
        this.result = bytesOf(base64).buffer
        for (const type of ['load', 'loadend']) {
          this.dispatchEvent({ type })
          this[`on${type}`]?.({ type })
        }
      })
    }
  }

  globalThis.URL = class URL {
    #url

    constructor(url) {
      this.#url = /[/?#]/.test(url.slice(-1)) || /[?#]/.test(url) ? url : `${url}/`
    }

    get href() {
      return this.#url
    }

    get host() {
      return isNever()
    }

    get protocol() {
      return isNever()
    }

    get pathname() {
      return isNever()
    }

    toString() {
      return this.#url
    }
  }

  globalThis.AbortController = class AbortController {
    signal = new (class AbortSignal extends Emitter {
      aborted = false
    })()

    abort() {
      this.signal.aborted = true
      this.signal.dispatchEvent({ type: 'abort' })
    }
  }

  globalThis.WebSocket = class WebSocket extends Emitter {
    readyState = 0
    #native
    #binaryType

    constructor(url, protocols) {
      super()
      this.url = url
      const offered = typeof protocols === 'string' ? [protocols] : protocols
      this.#native = native.connect(url, Array.isArray(offered) ? offered : null, {
        open: (protocol) => {
          this.readyState = 1
          this.protocol = protocol
          this.dispatchEvent({ type: 'open' })
        },
        text: (data) => this.dispatchEvent({ type: 'message', data }),
        binary: (base64) => this.dispatchEvent({ type: 'message', data: bytesOf(base64).buffer }),
        failed: (message) => this.#end([{ type: 'error' }, closing(1006, message)]),
        closed: (code, reason) => this.#end([closing(code, reason)]),
      })
    }

    get binaryType() {
      return this.#binaryType
    }

    set binaryType(type) {
      if (type !== 'blob' && type !== 'arraybuffer') {
        throw new Error("binaryType must be either 'blob' or 'arraybuffer'")
      }
      this.#binaryType = type
    }

    send(data) {
      if (this.readyState === 0) throw new Error('INVALID_STATE_ERR')
      if (typeof data === 'string') return this.#native.send(data)
      if (data instanceof ArrayBuffer) {
        return this.#native.sendBinary(base64Of(new Uint8Array(data)))
      }
      if (!ArrayBuffer.isView(data)) throw new Error('Unsupported data type')
      const { buffer, byteOffset, byteLength } = data
      return this.#native.sendBinary(base64Of(new Uint8Array(buffer, byteOffset, byteLength)))
    }

    close(code, reason) {
      if (this.readyState > 1) return
      this.readyState = 2
      this.#native.close(typeof code === 'number' ? code : 1000, reason ?? '')
    }

    #end(events) {
      if (this.readyState === 3) return
      this.readyState = 3
      for (const event of events) this.dispatchEvent(event)
    }
  }

  const closing = (code, reason) => ({ type: 'close', code, reason })
  const bytesOf = (base64) => Uint8Array.from(native.atob(base64), (char) => char.charCodeAt(0))
  const base64Of = (bytes) => native.btoa(String.fromCharCode(...bytes))
}
