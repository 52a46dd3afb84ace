// Browsers refuse to start a worker from a file on disk; there, the search's worker runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.append(frame)
      this.inside = frame.contentWindow
      this.inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }))
      this.inside.importScripts = (source) =>
        new Promise((resolve) => {
          const script = this.inside.document.createElement("script")
          script.onload = resolve
          script.src = source
          this.inside.document.body.append(script)
        })
      this.ready = this.inside.importScripts(url)
    }
    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })))
    }
    terminate() {}
  }
  window.Worker = window.IFrameWorker
}
