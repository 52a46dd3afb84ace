// What the theme has in scripts within its pages, which a host may forbid: where the site is, what its reader chose last,
// and the colours, set before anything is shown.
const __md_scope = new URL("..", document.currentScript.src)
const __md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0)
const __md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(`${scope.pathname}.${key}`))
const __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value))
  } catch {} // a reader may forbid it
}

const chosen = __md_get("__palette")
if (chosen?.color) {
  for (const [name, value] of Object.entries(chosen.color)) document.body.setAttribute(`data-md-color-${name}`, value)
}
