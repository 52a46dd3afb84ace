// The font of the formulas is fetched before a style sheet asks for it; from a disk browsers refuse to.
if (location.protocol !== "file:") {
  const font = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous" }
  const href = new URL("fonts/notes-math.woff2", document.currentScript.src)
  document.head.append(Object.assign(document.createElement("link"), font, { href }))
}
